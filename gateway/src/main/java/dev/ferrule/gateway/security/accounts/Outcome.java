package dev.ferrule.gateway.security.accounts;

import java.time.Duration;

/**
 * What became of a wish to change who is let in.
 *
 * @param <T> what was made
 */
public sealed interface Outcome<T> {

  /** The same refusal of something else. */
  default <U> Outcome<U> as() {
    return switch (this) {
      case Done<T> _ -> throw new IllegalStateException("it was done");
      case Wrong<T> _ -> new Wrong<>();
      case TooMany<T>(Duration pause) -> new TooMany<>(pause);
      case Busy<T> _ -> new Busy<>();
      case Refused<T>(String why, Part part) -> new Refused<>(why, part);
      case Missing<T> _ -> new Missing<>();
      case Failed<T>(String why) -> new Failed<>(why);
    };
  }

  /** It is done, and on the disk. */
  record Done<T>(T made) implements Outcome<T> {}

  /** Name and password, or the code, do not belong together; nobody says which is wrong. */
  record Wrong<T>() implements Outcome<T> {}

  /** Too many were wrong: ask again after {@code pause}. */
  record TooMany<T>(Duration pause) implements Outcome<T> {}

  /** Too much waits already: ask again soon. */
  record Busy<T>() implements Outcome<T> {}

  /** What of a wish a refusal is about, so that a form can say it there. */
  enum Part {
    NAME,
    PASSWORD,
    ALL
  }

  /** It cannot be: {@code why}, for people. */
  record Refused<T>(String why, Part part) implements Outcome<T> {}

  /** There is no such user, token or session. */
  record Missing<T>() implements Outcome<T> {}

  /** The disk does not take it; {@code why}, for people. Nothing has changed. */
  record Failed<T>(String why) implements Outcome<T> {}
}
