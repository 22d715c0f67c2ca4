package dev.ferrule.gateway.stream;

import dev.ferrule.gateway.model.Command;
import java.util.List;
import java.util.Optional;

/** What a client said (PROTOCOL.md B3), checked. */
sealed interface ControlMessage {

  /**
   * Wants readings.
   *
   * @param rate messages per second at most; 0 when it wants each of them
   * @param resume what it has already
   */
  record Subscribe(List<String> patterns, double rate, Optional<Resume> resume)
      implements ControlMessage {}

  /**
   * What a client has that comes back: everything up to a position of a sequence (PROTOCOL.md B4).
   */
  record Resume(String stream, long position) {}

  /** Wants no more readings. */
  record Unsubscribe() implements ControlMessage {}

  /** Wants a channel to have a value. */
  record Submit(Command command) implements ControlMessage {}

  /** Wants the dictionary again. */
  record AskDictionary() implements ControlMessage {}

  /** Wants an answer; {@code id} is the JSON text to say back, or empty. */
  record Ping(String id) implements ControlMessage {}

  /**
   * Said something that the protocol does not know.
   *
   * @param code stable word
   * @param text what is wrong
   * @param hint what would be right, or empty
   * @param ref the {@code t} of what was wrong, or empty
   * @param command id of the command that it would have been
   */
  record Wrong(String code, String text, String hint, String ref, Optional<String> command)
      implements ControlMessage {}
}
