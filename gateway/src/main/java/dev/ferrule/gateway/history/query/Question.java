package dev.ferrule.gateway.history.query;

import dev.ferrule.gateway.model.IdPattern;
import java.util.List;

/**
 * What somebody wants to know of the past.
 *
 * @param patterns over channel ids
 * @param from milliseconds since 1970 UTC; readings of this time are in it
 * @param to likewise
 */
public record Question(List<String> patterns, long from, long to) {

  public Question {
    patterns = List.copyOf(patterns);
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
