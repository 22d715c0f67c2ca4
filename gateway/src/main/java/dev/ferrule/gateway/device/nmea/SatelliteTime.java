package dev.ferrule.gateway.device.nmea;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Moments as sentences tell them. Stateless. */
final class SatelliteTime {

  private static final Pattern TIME = Pattern.compile("[0-9]{6}(\\.[0-9]{1,9})?");
  private static final Pattern DATE = Pattern.compile("[0-9]{6}");

  private SatelliteTime() {}

  /**
   * {@code hhmmss.sss} and {@code ddmmyy} as milliseconds since 1970 UTC; the years 80 to 99 are of
   * the last century.
   */
  static OptionalLong millis(String time, String date) {
    if (!TIME.matcher(time).matches() || !DATE.matcher(date).matches()) {
      return OptionalLong.empty();
    }
    try {
      int year = Integer.parseInt(date, 4, 6, 10);
      LocalDate day =
          LocalDate.of(
              year + (year < 80 ? 2000 : 1900),
              Integer.parseInt(date, 2, 4, 10),
              Integer.parseInt(date, 0, 2, 10));
      int second = Math.min(59, Integer.parseInt(time, 4, 6, 10)); // a leap second is 60
      LocalTime clock =
          LocalTime.of(Integer.parseInt(time, 0, 2, 10), Integer.parseInt(time, 2, 4, 10), second);
      long whole = day.atTime(clock).toInstant(ZoneOffset.UTC).toEpochMilli();
      double fraction = time.length() > 6 ? Double.parseDouble("0" + time.substring(6)) : 0;
      return OptionalLong.of(whole + Math.round(1000 * fraction));
    } catch (DateTimeException e) {
      return OptionalLong.empty();
    }
  }
}
