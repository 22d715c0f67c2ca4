package dev.ferrule.gateway.stream;

import java.time.Duration;

/**
 * When a group may write next.
 *
 * <p>Sending is what costs, hardly the size of what is sent. So a group in which little happens
 * writes at once, and one in which more than {@link #BURST} batches come within a tick gathers them
 * for a tick. Writing to many clients takes long: a group then rests for a quarter of that time, up
 * to a tick, so that what comes meanwhile goes out together. With a rate the pause is its interval.
 *
 * <p>Owner: the group.
 */
final class Pace {

  /** Batches that may come within a tick and still go out one by one. */
  static final int BURST = 4;

  private final long tick;
  private final long interval;

  private long windowStart;
  private int offered;
  private boolean busy;
  private long lastStart;
  private long rest;

  /**
   * A pace at which the first message goes at once.
   *
   * @param tick how long a busy group gathers
   * @param interval least time between two messages, zero without a rate
   */
  Pace(Duration tick, Duration interval, long now) {
    this.tick = tick.toNanos();
    this.interval = interval.isZero() ? 0 : Math.max(interval.toNanos(), tick.toNanos());
    this.windowStart = now;
    this.rest = 0;
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
    long least = interval > 0 ? interval : often ? Math.max(tick, rest) : rest;
    return lastStart + least - now;
  }

  /** A message was written. */
  void wrote(long started, long ended) {
    long took = ended - started;
    lastStart = started;
    rest = took + Math.min(took / 4, tick);
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
