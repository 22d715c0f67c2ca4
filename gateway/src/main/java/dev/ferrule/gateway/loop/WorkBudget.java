package dev.ferrule.gateway.loop;

import java.time.Duration;

/**
 * How much of a loop's time somebody may take: a share of it in the long run, and a burst on top.
 * Who has taken more waits; nothing is refused.
 *
 * <p>Owner: that loop.
 */
final class WorkBudget {

  /** Of the burst. */
  private static final double NOTABLE = 0.2;

  private final double share;
  private final long burst;
  private double debt;
  private long last;

  /**
   * A budget of which nothing is spent.
   *
   * @param share of the loop's time, above 0 and up to 1
   * @param burst what may be taken at once
   * @param nanoTime now
   */
  WorkBudget(double share, Duration burst, long nanoTime) {
    this.share = share;
    this.burst = burst.toNanos();
    this.last = nanoTime;
  }

  /** So long was worked, until now. */
  void spent(long worked, long nanoTime) {
    settle(nanoTime);
    debt += worked;
  }

  /** The same of what takes away from the burst only: nobody waits for that alone. */
  void spentOfBurst(long worked, long nanoTime) {
    settle(nanoTime);
    debt = Math.max(debt, Math.min(debt + worked, (double) burst));
  }

  /** What was taken and is not made up for yet, nanoseconds. */
  double debt(long nanoTime) {
    settle(nanoTime);
    return debt;
  }

  /** How long to wait before the next work; zero when there is room for it. */
  Duration pause(long nanoTime) {
    settle(nanoTime);
    return debt <= burst ? Duration.ZERO : Duration.ofNanos((long) ((debt - burst) / share));
  }

  /**
   * How long to wait when others are waited for, too: who has not taken much lately does not wait
   * for what all took together.
   */
  Duration pauseWith(WorkBudget all, long nanoTime) {
    Duration own = pause(nanoTime);
    Duration others = isInDebt(nanoTime) ? all.pause(nanoTime) : Duration.ZERO;
    return own.compareTo(others) > 0 ? own : others;
  }

  /** Whether so much was taken lately that it is one's own doing when others wait. */
  boolean isInDebt(long nanoTime) {
    settle(nanoTime);
    return debt > burst * NOTABLE;
  }

  private void settle(long nanoTime) {
    debt = Math.max(0, debt - (nanoTime - last) * share);
    last = nanoTime;
  }
}
