package dev.ferrule.gateway.loop;

import java.time.Duration;

/**
 * How much of a loop's time was work lately, measured by the loop itself when somebody asks.
 *
 * <p>Owner: the loop.
 */
public final class LoopLoad {

  private static final Duration WINDOW = Duration.ofMillis(100);

  private final Loop loop;
  private long since;
  private long worked;
  private double share;

  /** The load of {@code loop}, which is nothing yet. On the loop. */
  public LoopLoad(Loop loop) {
    this.loop = loop;
    this.since = loop.nanoTime();
    this.worked = loop.workNanos();
  }

  /** The share of the last tenth of a second or more that was work, 0 to 1. */
  public double share() {
    long now = loop.nanoTime();
    long past = now - since;
    if (past >= WINDOW.toNanos()) {
      long work = loop.workNanos();
      share = Math.clamp((double) (work - worked) / past, 0, 1);
      since = now;
      worked = work;
    }
    return share;
  }
}
