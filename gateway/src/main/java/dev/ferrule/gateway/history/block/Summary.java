package dev.ferrule.gateway.history.block;

import dev.ferrule.protocol.Quality;

/**
 * What can be said of some readings of one series without looking at each.
 *
 * @param first earliest time, milliseconds since 1970 UTC
 * @param last latest time
 * @param rows how many readings
 * @param numbers how many of them have a value that means something; the next four are of those
 * @param min least, max greatest, sum of the values; 0 when there are none
 * @param end the last of them that came; 0 when there are none
 * @param quality worst code
 */
public record Summary(
    long first,
    long last,
    int rows,
    int numbers,
    double min,
    double max,
    double sum,
    double end,
    int quality) {

  /** Whether a value of this quality means anything. */
  public static boolean counts(double value, int quality) {
    return Double.isFinite(value) && !Quality.isBad(quality);
  }

  /** The worse of two codes: bad before stale before uncertain before good. */
  public static int worse(int one, int other) {
    return rank(other) > rank(one) ? other : one;
  }

  private static int rank(int code) {
    return switch (Quality.classOf(code)) {
      case Quality.BAD -> 3;
      case Quality.STALE -> 2;
      case Quality.UNCERTAIN -> 1;
      default -> 0;
    };
  }

  /** The same at other times. */
  public Summary shifted(long by) {
    return by == 0
        ? this
        : new Summary(first + by, last + by, rows, numbers, min, max, sum, end, quality);
  }
}
