package dev.ferrule.gateway.device.nmea;

import dev.ferrule.protocol.Quality;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What sentences mean. A receiver that says itself that it does not know where it is gives bad
 * values; one that guesses (dead reckoning, simulation) gives uncertain ones. A value whose unit is
 * another than a unit of it, or that cannot be, is bad. Stateless.
 */
final class Interpreter {

  private static final int NO_FIX = Quality.of(Quality.BAD, Quality.NO_DATA);
  private static final int GUESSED = Quality.of(Quality.UNCERTAIN, Quality.NOT_SPECIFIED);
  static final int NOT_A_NUMBER = Quality.of(Quality.BAD, Quality.NOT_A_NUMBER);
  private static final int NO_UNIT = Quality.of(Quality.BAD, Quality.NOT_SPECIFIED);
  static final int OUT_OF_RANGE = Quality.of(Quality.BAD, Quality.OUT_OF_RANGE);

  private static final double FATHOM = 1.8288;

  /** Fewest fields of a whole sentence; where no check sum says so, they must be there. */
  private static final Map<String, Integer> LEAST_FIELDS =
      Map.of(
          "RMC", 11, "GGA", 14, "GLL", 6, "GNS", 12, "VTG", 8, "MWV", 5, "VWR", 8, "VWT", 8, "DBT",
          6, "HDG", 5);

  private Interpreter() {}

  /** Takes values out of a sentence. */
  interface Sink {

    /** A value with its quality; NaN when the quality is bad. */
    void value(Quantity quantity, double value, int quality);

    /** A value of a transducer. */
    void transducer(Measurement measured);

    /** The satellites' clock, milliseconds since 1970 UTC. */
    void time(long millis);

    /**
     * Whether the receiver knows where it is, and if not, how it says so.
     *
     * @param time the moment of which it says it, as it stands in the sentence
     */
    void fix(boolean has, String time, String words);

    /** Something in a sentence is not understood. */
    void strange(String words);
  }

  /** Tells what is in the sentence; false when nothing here knows its type. */
  static boolean read(Sentence sentence, Sink sink) {
    boolean whole =
        sentence.checked()
            || sentence.fields().size() >= LEAST_FIELDS.getOrDefault(sentence.type(), 2);
    if (!whole) {
      return false;
    }
    var values = new Values(sentence, sink);
    switch (sentence.type()) {
      case "RMC" -> recommendedMinimum(values);
      case "GGA" -> fixData(values);
      case "GNS" -> satelliteFix(values);
      case "GLL" -> geographicPosition(values);
      case "VTG" -> track(values);
      case "HDT" -> {
        double factor = sentence.field(2).equals("T") ? 1 : Double.NaN;
        values.measured(Quantity.HEADING, 1, factor, 2, Quality.GOOD);
      }
      case "THS" -> values.fixed(Quantity.HEADING, sentence.number(1), 1, mode(sentence.field(2)));
      case "HDG" -> compass(values);
      case "MWV" -> wind(values);
      case "VWR" -> windFromBow(values, Quantity.WIND_ANGLE, Quantity.WIND_SPEED);
      case "VWT" -> windFromBow(values, Quantity.TRUE_WIND_ANGLE, Quantity.TRUE_WIND_SPEED);
      case "DPT" -> values.plain(Quantity.DEPTH, sentence.number(1), 1);
      case "DBT" -> depth(values);
      case "MTW" -> waterTemperature(values);
      case "XDR" -> transducers(sentence, sink);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** time, status, latitude, N/S, longitude, E/W, knots, course, date, variation, E/W, mode. */
  private static void recommendedMinimum(Values v) {
    Sentence s = v.sentence;
    int quality = s.field(2).equals("A") ? mode(s.field(12)) : NO_FIX;
    v.sink.fix(!Quality.isBad(quality), s.field(1), "RMC has status " + s.field(2));
    v.position(3, quality);
    v.fixed(Quantity.SPEED, s.number(7), TransducerUnit.KNOT, quality);
    v.fixed(Quantity.COURSE, s.number(8), 1, quality); // many leave it out at rest
    OptionalLong time = SatelliteTime.millis(s.field(1), s.field(9));
    if (Quality.isGood(quality) && time.isPresent()) {
      v.sink.time(time.getAsLong());
    }
  }

  /** time, latitude, N/S, longitude, E/W, fix, satellites, HDOP, altitude, M, … */
  private static void fixData(Values v) {
    Sentence s = v.sentence;
    int quality =
        switch (s.field(6)) {
          case "1", "2", "3", "4", "5", "9" -> Quality.GOOD;
          case "6", "7", "8" -> GUESSED; // estimated, set by hand, simulated
          default -> NO_FIX;
        };
    v.sink.fix(!Quality.isBad(quality), s.field(1), "GGA has fix " + s.field(6));
    v.position(2, quality);
    double unit =
        switch (s.field(10)) {
          case "M" -> 1;
          case "f", "F" -> TransducerUnit.FOOT;
          default -> Double.NaN;
        };
    v.measured(Quantity.ALTITUDE, 9, unit, 10, quality);
    v.plain(Quantity.SATELLITES, s.number(7), 1);
    v.fixed(Quantity.HDOP, s.number(8), 1, quality);
  }

  /** time, latitude, N/S, longitude, E/W, modes, satellites, HDOP, altitude in meters, … */
  private static void satelliteFix(Values v) {
    Sentence s = v.sentence;
    String modes = s.field(6);
    int quality = hasAny(modes, "ADPRF") ? Quality.GOOD : hasAny(modes, "EMS") ? GUESSED : NO_FIX;
    v.sink.fix(!Quality.isBad(quality), s.field(1), "GNS has mode " + modes);
    v.position(2, quality);
    v.plain(Quantity.SATELLITES, s.number(7), 1);
    v.fixed(Quantity.HDOP, s.number(8), 1, quality);
    v.fixed(Quantity.ALTITUDE, s.number(9), 1, quality);
  }

  private static boolean hasAny(String modes, String wanted) {
    return modes.chars().anyMatch(mode -> wanted.indexOf(mode) >= 0);
  }

  /** latitude, N/S, longitude, E/W, time, status, mode; the first version had no status. */
  private static void geographicPosition(Values v) {
    Sentence s = v.sentence;
    int quality =
        switch (s.field(6)) {
          case "A" -> mode(s.field(7));
          case "" -> GUESSED;
          default -> NO_FIX;
        };
    v.sink.fix(!Quality.isBad(quality), s.field(5), "GLL has status " + s.field(6));
    v.position(1, quality);
  }

  /** course, T, course, M, knots, N, km/h, K, mode. */
  private static void track(Values v) {
    Sentence s = v.sentence;
    int quality = mode(s.field(9));
    v.measured(Quantity.COURSE, 1, s.field(2).equals("T") ? 1 : Double.NaN, 2, quality);
    if (!s.field(5).isEmpty() || s.field(7).isEmpty()) {
      v.measured(
          Quantity.SPEED, 5, s.field(6).equals("N") ? TransducerUnit.KNOT : Double.NaN, 6, quality);
    } else {
      v.measured(
          Quantity.SPEED,
          7,
          s.field(8).equals("K") ? TransducerUnit.KM_PER_HOUR : Double.NaN,
          8,
          quality);
    }
  }

  /** magnetic heading, deviation, E/W, variation, E/W; true only where the variation is told. */
  private static void compass(Values v) {
    Sentence s = v.sentence;
    if (s.number(1).isEmpty() || s.number(4).isEmpty()) {
      return;
    }
    double deviation = s.number(2).isEmpty() ? 0 : east(s, 2);
    double angle = s.number(1).getAsDouble() + deviation + east(s, 4);
    double heading = angle < 0 ? angle + 360 : angle >= 360 ? angle - 360 : angle;
    v.plain(Quantity.HEADING, OptionalDouble.of(heading), 1);
  }

  private static double east(Sentence s, int field) {
    double angle = s.number(field).orElse(Double.NaN);
    return switch (s.field(field + 1)) {
      case "E" -> angle;
      case "W" -> -angle;
      default -> Double.NaN;
    };
  }

  /** angle, R or T, speed, unit, status. */
  private static void wind(Values v) {
    Sentence s = v.sentence;
    boolean isTrue = s.field(2).equals("T");
    if (!isTrue && !s.field(2).equals("R")) {
      v.sink.strange("MWV has reference \"" + s.field(2) + "\"");
      return;
    }
    int quality = s.field(5).equals("A") ? Quality.GOOD : NO_FIX;
    double factor =
        switch (s.field(4)) {
          case "N" -> TransducerUnit.KNOT;
          case "K" -> TransducerUnit.KM_PER_HOUR;
          case "S" -> TransducerUnit.MILE_PER_HOUR;
          case "M" -> 1;
          default -> Double.NaN;
        };
    Quantity angle = isTrue ? Quantity.TRUE_WIND_ANGLE : Quantity.WIND_ANGLE;
    Quantity speed = isTrue ? Quantity.TRUE_WIND_SPEED : Quantity.WIND_SPEED;
    v.fixed(angle, s.number(1), 1, quality);
    v.measured(speed, 3, factor, 4, quality);
  }

  /** angle up to 180, L or R, knots, N, m/s, M, km/h, K. */
  private static void windFromBow(Values v, Quantity angle, Quantity speed) {
    Sentence s = v.sentence;
    OptionalDouble told = s.number(1);
    if (told.isPresent()) {
      double right =
          switch (s.field(2)) {
            case "R" -> told.getAsDouble();
            case "L" -> told.getAsDouble() == 0 ? 0 : 360 - told.getAsDouble();
            default -> Double.NaN;
          };
      boolean possible = told.getAsDouble() >= 0 && told.getAsDouble() <= 180;
      v.plain(angle, OptionalDouble.of(possible ? right : Double.NaN), 1);
    }
    if (!s.field(3).isEmpty()) {
      v.measured(
          speed, 3, s.field(4).equals("N") ? TransducerUnit.KNOT : Double.NaN, 4, Quality.GOOD);
    } else if (!s.field(5).isEmpty()) {
      v.measured(speed, 5, s.field(6).equals("M") ? 1 : Double.NaN, 6, Quality.GOOD);
    } else {
      v.measured(
          speed,
          7,
          s.field(8).equals("K") ? TransducerUnit.KM_PER_HOUR : Double.NaN,
          8,
          Quality.GOOD);
    }
  }

  /** feet, f, meters, M, fathoms, F; whichever is there. */
  private static void depth(Values v) {
    Sentence s = v.sentence;
    if (s.number(3).isPresent()) {
      v.measured(Quantity.DEPTH, 3, s.field(4).equals("M") ? 1 : Double.NaN, 4, Quality.GOOD);
    } else if (s.number(1).isPresent()) {
      v.measured(
          Quantity.DEPTH,
          1,
          s.field(2).equals("f") ? TransducerUnit.FOOT : Double.NaN,
          2,
          Quality.GOOD);
    } else {
      v.measured(Quantity.DEPTH, 5, s.field(6).equals("F") ? FATHOM : Double.NaN, 6, Quality.GOOD);
    }
  }

  /** temperature, unit. */
  private static void waterTemperature(Values v) {
    OptionalDouble told = v.sentence.number(1);
    if (told.isPresent()) {
      OptionalDouble celsius =
          TransducerUnit.told("C", v.sentence.field(2))
              .map(unit -> TransducerUnit.convert(told.getAsDouble(), unit, "Cel"))
              .orElse(OptionalDouble.empty());
      if (celsius.isPresent()) {
        v.plain(Quantity.WATER_TEMPERATURE, celsius, 1);
      } else {
        v.measured(Quantity.WATER_TEMPERATURE, 1, Double.NaN, 2, Quality.GOOD);
      }
    }
  }

  /** type, value, unit, name; again and again. The last may do without the place for a name. */
  private static void transducers(Sentence s, Sink sink) {
    for (int field = 1; field + 2 <= s.fields().size(); field += 4) {
      if (!s.field(field).isEmpty()) {
        sink.transducer(
            new Measurement(
                s.field(field),
                s.number(field + 1).orElse(Double.NaN),
                s.field(field + 2),
                s.field(field + 3),
                field + 3 <= s.fields().size()));
      }
    }
  }

  /** How a receiver knows what it says; older ones do not tell. */
  private static int mode(String mode) {
    return switch (mode) {
      case "", "A", "D", "P", "R", "F" -> Quality.GOOD;
      case "E", "M", "S" -> GUESSED;
      default -> NO_FIX;
    };
  }

  /** The values of one sentence on their way. */
  private record Values(Sentence sentence, Sink sink) {

    void position(int field, int quality) {
      fixed(Quantity.LATITUDE, sentence.angle(field, 90, "N", "S"), 1, quality);
      fixed(Quantity.LONGITUDE, sentence.angle(field + 2, 180, "E", "W"), 1, quality);
    }

    void plain(Quantity quantity, OptionalDouble number, double factor) {
      fixed(quantity, number, factor, Quality.GOOD);
    }

    /** A number whose unit is told by a letter; a factor of NaN when it is none of its units. */
    void measured(Quantity quantity, int number, double factor, int letter, int quality) {
      if (Double.isNaN(factor) && !Quality.isBad(quality)) {
        if (!sentence.field(number).isEmpty()) {
          sink.value(quantity, Double.NaN, NO_UNIT);
          String unit = sentence.field(letter);
          sink.strange(sentence.type() + " has a " + quantity.word() + " in \"" + unit + "\"");
        }
      } else {
        fixed(quantity, sentence.number(number), factor, quality);
      }
    }

    /** A value that is worth what the receiver says of its fix; nothing when it is not told. */
    void fixed(Quantity quantity, OptionalDouble number, double factor, int quality) {
      if (Quality.isBad(quality)) {
        sink.value(quantity, Double.NaN, quality);
      } else if (number.isPresent()) {
        double value = number.getAsDouble() * factor;
        if (!Double.isFinite(value)) {
          sink.value(quantity, Double.NaN, NOT_A_NUMBER);
        } else if (!quantity.canBe(value)) {
          sink.value(quantity, Double.NaN, OUT_OF_RANGE);
        } else {
          sink.value(quantity, value, quality);
        }
      }
    }
  }
}
