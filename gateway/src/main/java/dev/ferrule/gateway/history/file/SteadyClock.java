package dev.ferrule.gateway.history.file;

import java.time.Duration;

/**
 * Whether the wall clock has run evenly for so long that things may be thrown away by it: one that
 * is a year ahead for a minute must not cost three months. Owner: one thread.
 */
final class SteadyClock {

  private static final Duration LONG_ENOUGH = Duration.ofHours(1);
  private static final long JUMP_MS = 60_000;
  private static final long NANOS = 1_000_000;

  private boolean isAsked;
  private long offset;
  private long since;

  /**
   * Whether it has.
   *
   * @param now wall time, milliseconds since 1970 UTC
   * @param nanoTime monotonic time
   */
  boolean isSteady(long now, long nanoTime) {
    long apart = now - nanoTime / NANOS;
    if (!isAsked || Math.abs(apart - offset) > JUMP_MS) {
      since = nanoTime;
    }
    isAsked = true;
    offset = apart;
    return nanoTime - since >= LONG_ENOUGH.toNanos();
  }
}
