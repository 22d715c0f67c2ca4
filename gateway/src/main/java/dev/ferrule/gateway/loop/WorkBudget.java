package dev.ferrule.gateway.loop;

import java.time.Duration;

/**
 * How much of a loop's time somebody may take: a share of it in the long run, and a burst on top.
 * Who has taken more waits; nothing is refused.
 *
 * <p>Owner: that loop.
 */
public final class WorkBudget {

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
  public WorkBudget(double share, Duration burst, long nanoTime) {
    this.share = share;
    this.burst = burst.toNanos();
    this.last = nanoTime;
  }

  /** Work was done from one moment to another. */
  public void spent(long started, long ended) {
    settle(ended);
    debt += ended - started;
  }

  /** How long to wait before the next work; zero when there is room for it. */
  public Duration pause(long nanoTime) {
    settle(nanoTime);
    return debt <= burst ? Duration.ZERO : Duration.ofNanos((long) ((debt - burst) / share));
  }

  /** Whether some of what was taken is not made up for yet. */
  public boolean isInDebt(long nanoTime) {
    settle(nanoTime);
    return debt > 0;
  }

  private void settle(long nanoTime) {
    debt = Math.max(0, debt - (nanoTime - last) * share);
    last = nanoTime;
  }
}
