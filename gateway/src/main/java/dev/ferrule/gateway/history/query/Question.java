package dev.ferrule.gateway.history.query;

import dev.ferrule.gateway.model.IdPattern;
import java.util.List;

/**
 * What somebody wants to know of the past. Times before 1969 and after 9999 are those: nothing is
 * stored beyond them, and the years between them are a number that fits.
 *
 * @param patterns over channel ids
 * @param from milliseconds since 1970 UTC; readings of this time are in it
 * @param to likewise
 */
public record Question(List<String> patterns, long from, long to) {

  private static final long EARLIEST = -31_536_000_000L;
  private static final long LATEST = 253_402_300_799_999L;

  public Question {
    patterns = List.copyOf(patterns);
    from = Math.clamp(from, EARLIEST, LATEST);
    to = Math.clamp(to, EARLIEST, LATEST);
    if (to < from) {
      throw new IllegalArgumentException("ends before it begins");
    }
  }

  boolean isAbout(String channel) {
    return patterns.stream().anyMatch(pattern -> IdPattern.matches(pattern, channel));
  }

  boolean includes(long time) {
    return time >= from && time <= to;
  }
}
