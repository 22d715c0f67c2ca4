package dev.ferrule.gateway.device.nmea;

import dev.ferrule.protocol.Quality;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What sentences mean. A receiver that says itself that it does not know where it is gives bad
 * values; one that guesses (dead reckoning, simulation) gives uncertain ones. Stateless.
 */
final class Interpreter {

  private static final int NO_FIX = Quality.of(Quality.BAD, Quality.NO_DATA);
  private static final int GUESSED = Quality.of(Quality.UNCERTAIN, Quality.NOT_SPECIFIED);

  private static final double KNOT = 1852.0 / 3600; // m/s
  private static final double KM_PER_HOUR = 1 / 3.6;
  private static final double MILE_PER_HOUR = 0.44704;
  private static final double FOOT = 0.3048;
  private static final double FATHOM = 1.8288;

  private Interpreter() {}

  /** Takes values out of a sentence. */
  interface Sink {

    /** A value with its quality; NaN when the quality is bad. */
    void value(Quantity quantity, double value, int quality);

    /** A value of a named transducer. */
    void transducer(String name, double value);

    /** The satellites' clock, milliseconds since 1970 UTC. */
    void time(long millis);

    /** Whether the receiver knows where it is, and if not, how it says so. */
    void fix(boolean has, String words);
  }

  /** Tells what is in the sentence; false when nothing here knows its type. */
  static boolean read(Sentence sentence, Sink sink) {
    switch (sentence.type()) {
      case "RMC" -> recommendedMinimum(sentence, sink);
      case "GGA" -> fixData(sentence, sink);
      case "VTG" -> track(sentence, sink);
      case "HDT" -> plain(Quantity.HEADING, sentence.number(1), 1, sink);
      case "MWV" -> wind(sentence, sink);
      case "DPT" -> plain(Quantity.DEPTH, sentence.number(1), 1, sink);
      case "DBT" -> depth(sentence, sink);
      case "MTW" -> plain(Quantity.WATER_TEMPERATURE, sentence.number(1), 1, sink);
      case "XDR" -> transducers(sentence, sink);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** time, status, latitude, N/S, longitude, E/W, knots, course, date, variation, E/W, mode. */
  private static void recommendedMinimum(Sentence s, Sink sink) {
    boolean valid = s.field(2).equals("A");
    String mode = s.field(12);
    int quality =
        !valid || mode.equals("N")
            ? NO_FIX
            : mode.equals("E") || mode.equals("M") || mode.equals("S") ? GUESSED : Quality.GOOD;
    sink.fix(!Quality.isBad(quality), "RMC has status " + s.field(2));
    position(s, 3, quality, sink);
    fixed(Quantity.SPEED, s.number(7), KNOT, quality, sink);
    fixed(Quantity.COURSE, s.number(8), 1, quality, sink); // many leave it out at rest
    OptionalLong time = time(s.field(1), s.field(9));
    if (Quality.isGood(quality) && time.isPresent()) {
      sink.time(time.getAsLong());
    }
  }

  /** time, latitude, N/S, longitude, E/W, fix, satellites, HDOP, altitude, M, … */
  private static void fixData(Sentence s, Sink sink) {
    int quality =
        switch (s.field(6)) {
          case "1", "2", "3", "4", "5", "9" -> Quality.GOOD;
          case "6", "7", "8" -> GUESSED; // estimated, set by hand, simulated
          default -> NO_FIX;
        };
    sink.fix(!Quality.isBad(quality), "GGA has fix " + s.field(6));
    position(s, 2, quality, sink);
    fixed(Quantity.ALTITUDE, s.number(9), 1, quality, sink);
    plain(Quantity.SATELLITES, s.number(7), 1, sink);
    plain(Quantity.HDOP, s.number(8), 1, sink);
  }

  /** course, T, course, M, knots, N, km/h, K, mode. */
  private static void track(Sentence s, Sink sink) {
    int quality =
        switch (s.field(9)) {
          case "N" -> NO_FIX;
          case "E", "M", "S" -> GUESSED;
          default -> Quality.GOOD;
        };
    fixed(Quantity.COURSE, s.number(1), 1, quality, sink);
    fixed(Quantity.SPEED, s.number(5), KNOT, quality, sink);
  }

  /** angle, R or T, speed, unit, status. */
  private static void wind(Sentence s, Sink sink) {
    boolean isTrue = s.field(2).equals("T");
    int quality = s.field(5).equals("A") ? Quality.GOOD : NO_FIX;
    double factor =
        switch (s.field(4)) {
          case "N" -> KNOT;
          case "K" -> KM_PER_HOUR;
          case "S" -> MILE_PER_HOUR;
          case "M" -> 1;
          default -> Double.NaN;
        };
    fixed(isTrue ? Quantity.TRUE_WIND_ANGLE : Quantity.WIND_ANGLE, s.number(1), 1, quality, sink);
    Quantity speed = isTrue ? Quantity.TRUE_WIND_SPEED : Quantity.WIND_SPEED;
    fixed(speed, s.number(3), factor, quality, sink);
  }

  /** feet, f, meters, M, fathoms, F; whichever is there. */
  private static void depth(Sentence s, Sink sink) {
    if (s.number(3).isPresent()) {
      plain(Quantity.DEPTH, s.number(3), 1, sink);
    } else if (s.number(1).isPresent()) {
      plain(Quantity.DEPTH, s.number(1), FOOT, sink);
    } else {
      plain(Quantity.DEPTH, s.number(5), FATHOM, sink);
    }
  }

  /** type, value, unit, name; again and again. */
  private static void transducers(Sentence s, Sink sink) {
    for (int field = 1; field + 3 <= s.fields().size(); field += 4) {
      String name = s.field(field + 3);
      if (!name.isEmpty()) {
        sink.transducer(name, s.number(field + 1).orElse(Double.NaN));
      }
    }
  }

  private static void position(Sentence s, int field, int quality, Sink sink) {
    fixed(Quantity.LATITUDE, s.angle(field, 90), 1, quality, sink);
    fixed(Quantity.LONGITUDE, s.angle(field + 2, 180), 1, quality, sink);
  }

  /** A value that is worth what the receiver says of its fix; nothing when it is not told. */
  private static void fixed(
      Quantity quantity, OptionalDouble number, double factor, int quality, Sink sink) {
    if (Quality.isBad(quality)) {
      sink.value(quantity, Double.NaN, quality);
    } else if (number.isPresent()) {
      double value = number.getAsDouble() * factor;
      int bad = Quality.of(Quality.BAD, Quality.NOT_A_NUMBER);
      sink.value(quantity, value, Double.isFinite(value) ? quality : bad);
    }
  }

  private static void plain(Quantity quantity, OptionalDouble number, double factor, Sink sink) {
    fixed(quantity, number, factor, Quality.GOOD, sink);
  }

  /** {@code hhmmss.sss} and {@code ddmmyy}; the years 80 to 99 are of the last century. */
  private static OptionalLong time(String time, String date) {
    if (!time.matches("[0-9]{6}(\\.[0-9]{1,9})?") || !date.matches("[0-9]{6}")) {
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
