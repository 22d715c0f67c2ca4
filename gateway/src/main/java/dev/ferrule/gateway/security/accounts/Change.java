package dev.ferrule.gateway.security.accounts;

/**
 * A change of who is let in, from one roster to the next: the same for a running gateway and for
 * the command line.
 *
 * @param <T> what it makes
 */
@FunctionalInterface
public interface Change<T> {

  /** What becomes of a roster. */
  Step<T> of(Roster before);

  /**
   * The next roster, and what is told.
   *
   * @param roster the same as before unless the outcome is {@link Outcome.Done}
   */
  record Step<T>(Roster roster, Outcome<T> outcome) {

    static <T> Step<T> done(Roster after, T made) {
      return new Step<>(after, new Outcome.Done<>(made));
    }

    static <T> Step<T> not(Roster before, Outcome<T> why) {
      return new Step<>(before, why);
    }
  }
}
