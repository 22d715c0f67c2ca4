package dev.ferrule.gateway.command;

import dev.ferrule.gateway.model.CommandState.Reason;
import java.time.Duration;
import java.util.Optional;

/**
 * Why a command may not act. Immutable.
 *
 * @param text for people: what is needed, what is now
 * @param retryAfter how long until the same command may be allowed; zero: nobody knows
 */
record Refusal(Reason reason, String text, Duration retryAfter) {

  static Optional<Refusal> of(Reason reason, String text) {
    return of(reason, text, Duration.ZERO);
  }

  static Optional<Refusal> of(Reason reason, String text, Duration retryAfter) {
    return Optional.of(new Refusal(reason, text, retryAfter));
  }
}
