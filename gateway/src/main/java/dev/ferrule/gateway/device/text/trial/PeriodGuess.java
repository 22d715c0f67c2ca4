package dev.ferrule.gateway.device.text.trial;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How often a value is to be expected, so that its device does not fall silent between. Stateless.
 */
final class PeriodGuess {

  /** A device is silent after three periods; this much of the longest pause leaves some room. */
  private static final double OF_LONGEST = 0.4;

  private static final long LEAST_NANOS = 10_000_000;

  private PeriodGuess() {}

  /**
   * The usual time between values; zero when it came once and nobody knows, nothing when there are
   * no times.
   *
   * @param times of its values, in their order
   */
  static Optional<Duration> of(List<Long> times, Recording heard) {
    if (!heard.hasTimes() || times.isEmpty()) {
      return Optional.empty();
    }
    long first = times.getFirst();
    long span = times.getLast() - first;
    if (span == 0) {
      return Optional.of(Duration.ZERO);
    }
    long longest = Math.max(first - heard.startNanos(), heard.endNanos() - times.getLast());
    long last = first;
    for (long time : times) {
      longest = Math.max(longest, time - last);
      last = time;
    }
    double usual = (double) span / (times.size() - 1);
    double nanos = Math.max(LEAST_NANOS, Math.max(usual, OF_LONGEST * longest));
    return Optional.of(rounded(nanos));
  }

  /** Two digits of it. */
  private static Duration rounded(double nanos) {
    double millis = nanos / 1e6;
    double unit = Math.max(1, Math.pow(10, Math.floor(Math.log10(millis)) - 1));
    long period = (long) (Math.round(millis / unit) * unit);
    return Duration.ofMillis(Math.min(period, Duration.ofDays(1).toMillis()));
  }
}
