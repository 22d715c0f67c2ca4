package dev.ferrule.gateway.wording;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Moments as people and programs write them; stateless. */
public final class Moments {

  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  private Moments() {}

  /**
   * A moment: RFC 3339, milliseconds since 1970 UTC, or how long ago, such as {@code -15min}; empty
   * when the text is none.
   *
   * @param now milliseconds since 1970 UTC
   */
  public static OptionalLong parse(String text, long now) {
    if (NUMBER.matcher(text).matches()) {
      return OptionalLong.of(Long.parseLong(text));
    }
    if (text.startsWith("-")) {
      Optional<Duration> ago = Units.duration(text.substring(1));
      if (ago.isPresent()) {
        return OptionalLong.of(now - ago.get().toMillis());
      }
    }
    try {
      return OptionalLong.of(OffsetDateTime.parse(text).toInstant().toEpochMilli());
    } catch (DateTimeParseException | ArithmeticException e) {
      return OptionalLong.empty();
    }
  }
}
