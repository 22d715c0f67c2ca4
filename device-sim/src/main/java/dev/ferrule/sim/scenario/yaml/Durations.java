package dev.ferrule.sim.scenario.yaml;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times as people write them: {@code 500us}, {@code 20ms}, {@code 1.5s}, {@code 10min}, {@code 2h}.
 */
public final class Durations {

  static final String FORM = "must be a time with a unit, such as 500us, 20ms, 1.5s, 10min, 2h";

  private static final Pattern TIME = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(us|ms|s|min|h)");

  private Durations() {}

  /**
   * Reads a time of at least 0.
   *
   * @throws IllegalArgumentException when it has another form, or is longer than 10,000 hours
   */
  public static Duration parse(String text) {
    Matcher matcher = TIME.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(FORM);
    }
    long unit =
        switch (matcher.group(2)) {
          case "us" -> 1_000L;
          case "ms" -> 1_000_000L;
          case "s" -> 1_000_000_000L;
          case "min" -> 60_000_000_000L;
          default -> 3_600_000_000_000L;
        };
    BigDecimal nanos = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
    if (nanos.compareTo(BigDecimal.valueOf(Duration.ofHours(10_000).toNanos())) > 0) {
      throw new IllegalArgumentException("must be at most 10000h");
    }
    return Duration.ofNanos(nanos.longValue());
  }
}
