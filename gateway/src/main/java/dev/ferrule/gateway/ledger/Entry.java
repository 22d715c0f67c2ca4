package dev.ferrule.gateway.ledger;

import dev.ferrule.gateway.ledger.Event.Kind;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandRecord;
import dev.ferrule.gateway.model.CommandState;
import dev.ferrule.gateway.model.CommandState.Reason;
import java.time.Duration;
import java.util.Optional;

/**
 * One record of the ledger: a state of a command, or an event.
 *
 * @param stamp when
 * @param kind of what
 * @param subject the channel of a command, else what the event is about
 * @param actor who asked, or did it; may be empty
 * @param word the state of the command, or what happened
 * @param reason of a state that has one; of an event empty, or what it must be checked with
 * @param text for people; may be empty
 * @param ask what a command asks; empty for an event
 */
public record Entry(
    Stamp stamp,
    Kind kind,
    String subject,
    String actor,
    String word,
    String reason,
    String text,
    Optional<Ask> ask) {

  /**
   * When it was.
   *
   * @param time milliseconds since 1970 UTC
   * @param isTrusted whether somebody kept the clock
   * @param run names the run of the gateway
   * @param sinceStart since the ledger was opened in that run, monotonic, microseconds
   */
  public record Stamp(long time, boolean isTrusted, String run, long sinceStart) {}

  /**
   * What a command asks.
   *
   * @param ttl milliseconds
   * @param retryAfter of a refusal, milliseconds; zero: nobody knows
   */
  public record Ask(String id, double value, long ttl, String proof, long retryAfter) {}

  /** A state of a command. */
  static Entry of(CommandRecord record, Stamp stamp) {
    Command command = record.command();
    String reason = "";
    String text = "";
    long retryAfter = 0;
    switch (record.state()) {
      case CommandState.Open _, CommandState.Confirmed _, CommandState.Expired _ -> {}
      case CommandState.Rejected(Reason why, String words, Duration wait) -> {
        reason = why.word();
        text = words;
        retryAfter = wait.toMillis();
      }
      case CommandState.Failed(Reason why, String words) -> {
        reason = why.word();
        text = words;
      }
      case CommandState.Unknown(Reason why, String words) -> {
        reason = why.word();
        text = words;
      }
    }
    var ask =
        new Ask(
            command.id(), command.value(), command.ttl().toMillis(), command.proof(), retryAfter);
    return new Entry(
        stamp,
        Kind.COMMAND,
        command.channel().toString(),
        command.actor(),
        record.state().word(),
        reason,
        text,
        Optional.of(ask));
  }

  /** An event. */
  static Entry of(Event event, Stamp stamp) {
    return new Entry(
        stamp,
        event.kind(),
        event.subject(),
        event.actor(),
        event.word(),
        "",
        event.text(),
        Optional.empty());
  }

  /** The same with what it must be checked with. */
  Entry withReason(String other) {
    return new Entry(stamp, kind, subject, actor, word, other, text, ask);
  }

  /** The id of a command; empty for an event. */
  String id() {
    return ask.map(Ask::id).orElse("");
  }

  private ChannelId channel() {
    return ChannelId.parse(subject)
        .orElseThrow(() -> new IllegalArgumentException("it is about no channel"));
  }

  /**
   * The command in this state.
   *
   * @throws IllegalArgumentException when it is none that a gateway can have written
   */
  CommandRecord command() {
    Ask asked = ask.orElseThrow(() -> new IllegalArgumentException("it is no command"));
    var command =
        new Command(
            asked.id(),
            channel(),
            asked.value(),
            Duration.ofMillis(asked.ttl()),
            asked.proof(),
            actor);
    CommandState state = CommandState.of(word, reason, text, Duration.ofMillis(asked.retryAfter()));
    return new CommandRecord(command, state, stamp.time());
  }
}
