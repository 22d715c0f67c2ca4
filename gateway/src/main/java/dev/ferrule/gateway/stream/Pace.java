package dev.ferrule.gateway.stream;

import dev.ferrule.gateway.loop.LoopLoad;
import java.time.Duration;

/**
 * When a group may write next.
 *
 * <p>Sending is what costs, hardly the size of what is sent. So a group in which little happens
 * writes at once, and one in which more than {@link #BURST} batches come within a tick gathers
 * them: for a millisecond while the loop has time, and longer, so that sending takes no more than a
 * tenth of it; for ever longer, up to a tick, as the loop fills. What takes longer to write than it
 * may be gathered is written at once: what came meanwhile goes out together. With a rate the pause
 * is its interval.
 *
 * <p>Owner: the group.
 */
final class Pace {

  /** Batches that may come within a tick and still go out one by one. */
  static final int BURST = 4;

  /** How long a busy group gathers while the loop has time; no tick is shorter. */
  static final Duration PROMPT = Duration.ofMillis(1);

  /** Of the time between two messages, what writing one may take while the loop has time. */
  private static final int SENDING = 10;

  /** Up to here the loop has time, of its own. */
  private static final double HALF = 0.5;

  /** From here on it has none. */
  private static final double FULL = 0.9;

  private final long tick;
  private final long interval;
  private final LoopLoad load;

  private long windowStart;
  private int offered;
  private boolean busy;
  private long lastStart;
  private long took;

  /**
   * A pace at which the first message goes at once.
   *
   * @param tick how long a busy group gathers at most
   * @param interval least time between two messages, zero without a rate
   * @param load of the group's loop
   */
  Pace(Duration tick, Duration interval, LoopLoad load, long now) {
    this.tick = tick.toNanos();
    this.interval = interval.isZero() ? 0 : Math.max(interval.toNanos(), tick.toNanos());
    this.load = load;
    this.windowStart = now;
    this.lastStart = now - Math.max(this.tick, this.interval);
  }

  /** A batch came. */
  void offered(long now) {
    roll(now);
    offered++;
  }

  /** Nanoseconds until the next message may be written; 0 or less for at once. */
  long pause(long now) {
    boolean often = busy || offered > BURST;
    long least = interval > 0 ? interval : often ? window() : 0;
    return lastStart + least - now;
  }

  private long window() {
    long calm = Math.clamp(SENDING * took, PROMPT.toNanos(), tick);
    double filled = Math.clamp((load.share() - HALF) / (FULL - HALF), 0, 1);
    return calm + (long) ((tick - calm) * filled);
  }

  /** A message was written. */
  void wrote(long started, long ended) {
    lastStart = started;
    took = ended - started;
  }

  private void roll(long now) {
    long past = now - windowStart;
    if (past >= tick) {
      busy = offered * tick > BURST * past;
      windowStart = now;
      offered = 0;
    }
  }
}
