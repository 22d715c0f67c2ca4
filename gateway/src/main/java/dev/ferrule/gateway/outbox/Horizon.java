package dev.ferrule.gateway.outbox;

import dev.ferrule.gateway.history.file.HistorySettings;
import dev.ferrule.gateway.history.file.HistoryStatus;
import java.time.Duration;

/** How far back the history will reach. Stateless. */
final class Horizon {

  /** Below that nobody can say how fast it grows. */
  private static final Duration SHORTEST = Duration.ofMinutes(10);

  private Horizon() {}

  /**
   * How long readings stay: as long as is wanted, or as its size allows at the rate at which it
   * grew until now.
   *
   * @param now milliseconds since 1970 UTC
   */
  static Duration reach(HistorySettings settings, HistoryStatus status, long now) {
    long span = now - status.oldest();
    if (status.oldest() == 0 || status.bytes() == 0 || span < SHORTEST.toMillis()) {
      return settings.keep();
    }
    double ms = (double) settings.bytes() / status.bytes() * span;
    return ms < settings.keep().toMillis() ? Duration.ofMillis((long) ms) : settings.keep();
  }

  /** How long until what is as old as {@code oldest} goes. */
  static Duration left(HistorySettings settings, HistoryStatus status, long oldest, long now) {
    Duration left = reach(settings, status, now).minusMillis(Math.max(0, now - oldest));
    return left.isNegative() ? Duration.ZERO : left;
  }
}
