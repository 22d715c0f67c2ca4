package dev.ferrule.gateway.device;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses between tries to open a port or a chip: each twice the one before, up to a limit, each
 * shortened by up to a quarter at random so that many lines do not try in step.
 *
 * <p>Owner: the thread that tries.
 */
public final class Backoff {

  static final Duration FIRST = Duration.ofMillis(100);

  /** A board that is plugged in again is good again within 3 s; 1 s of that is for its session. */
  static final Duration LIMIT = Duration.ofSeconds(2);

  private final RandomGenerator random;
  private Duration next = FIRST;

  /** The first pause is a short one; {@code random} shortens each. */
  public Backoff(RandomGenerator random) {
    this.random = random;
  }

  /** The pause to make now, 75 ms to 2 s. */
  public Duration next() {
    long nanos = next.toNanos();
    next = next.multipliedBy(2).compareTo(LIMIT) < 0 ? next.multipliedBy(2) : LIMIT;
    return Duration.ofNanos(nanos - random.nextLong(nanos / 4 + 1));
  }

  /** Something changed for the better: the next pause is a short one. */
  public void reset() {
    next = FIRST;
  }
}
