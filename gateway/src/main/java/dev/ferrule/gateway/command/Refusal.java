package dev.ferrule.gateway.command;

import dev.ferrule.gateway.model.CommandState.Reason;
import java.util.Optional;

/**
 * Why a command may not act. Immutable.
 *
 * @param text for people: what is needed, what is now, how long to wait
 */
record Refusal(Reason reason, String text) {

  static Optional<Refusal> of(Reason reason, String text) {
    return Optional.of(new Refusal(reason, text));
  }
}
