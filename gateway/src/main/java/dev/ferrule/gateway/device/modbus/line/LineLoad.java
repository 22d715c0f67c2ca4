package dev.ferrule.gateway.device.modbus.line;

import java.time.Duration;
import java.util.Locale;

/**
 * What went over a line in a while.
 *
 * @param time how long that was
 * @param busy how long the line was in use, waiting for answers and the silences included
 * @param requests how many were sent
 * @param retries how many of them were not answered, or not understandably, and so asked again
 * @param exceptions how many were refused by the unit
 * @param slowestUnit unit id of the longest wait for an answer; 0 when nobody answered
 * @param slowest that wait, the frames themselves included
 */
public record LineLoad(
    Duration time,
    Duration busy,
    long requests,
    long retries,
    long exceptions,
    int slowestUnit,
    Duration slowest) {

  /** How long a load is added up before it is told. */
  public static final Duration WINDOW = Duration.ofSeconds(10);

  /** Nothing yet. */
  public static final LineLoad NONE =
      new LineLoad(Duration.ZERO, Duration.ZERO, 0, 0, 0, 0, Duration.ZERO);

  /** Share of the time that the line was in use, 0 to 100 %. */
  public double utilization() {
    return time.isZero() ? 0 : Math.min(100, 100.0 * busy.toNanos() / time.toNanos());
  }

  /** For the log. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "line in use %.0f %%, %d requests, %d retries, %d exceptions%s",
        utilization(),
        requests,
        retries,
        exceptions,
        slowestUnit == 0
            ? ""
            : ", slowest unit %d with %d ms".formatted(slowestUnit, slowest.toMillis()));
  }
}
