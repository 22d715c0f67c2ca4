package dev.ferrule.gateway.device.nmea;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Units in which transducers measure. Sources: NMEA 0183, table of transducer types; Vaisala WXT530
 * user's guide for rain, wind and hail.
 *
 * @param dimension units of one dimension can be made of each other
 * @param factor of the dimension's base unit
 * @param offset base = value × factor + offset
 */
record TransducerUnit(String dimension, double factor, double offset) {

  /** Meters in a foot. */
  static final double FOOT = 0.3048;

  /** Meters per second in a knot. */
  static final double KNOT = 1_852.0 / 3_600;

  /** Meters per second in a kilometer per hour. */
  static final double KM_PER_HOUR = 1 / 3.6;

  /** Meters per second in a mile per hour. */
  static final double MILE_PER_HOUR = 0.44704;

  /** UCUM code by type and letter. */
  private static final Map<String, String> LETTERS =
      Map.ofEntries(
          Map.entry("CC", "Cel"),
          Map.entry("CF", "[degF]"),
          Map.entry("CK", "K"),
          Map.entry("HP", "%"),
          Map.entry("PB", "bar"),
          Map.entry("PP", "Pa"),
          Map.entry("PH", "hPa"),
          Map.entry("PM", "mm[Hg]"),
          Map.entry("PI", "[in_i'Hg]"),
          Map.entry("AD", "deg"),
          Map.entry("DM", "m"),
          Map.entry("SM", "m/s"),
          Map.entry("SK", "km/h"),
          Map.entry("SN", "[kn_i]"),
          Map.entry("SS", "[mi_i]/h"),
          Map.entry("UV", "V"),
          Map.entry("IA", "A"),
          Map.entry("FH", "Hz"),
          Map.entry("TR", "/min"),
          Map.entry("NN", "N"),
          Map.entry("LS", "[ppth]"));

  private static final Map<String, TransducerUnit> UNITS =
      Map.ofEntries(
          Map.entry("Cel", new TransducerUnit("temperature", 1, 0)),
          Map.entry("K", new TransducerUnit("temperature", 1, -273.15)),
          Map.entry("[degF]", new TransducerUnit("temperature", 1 / 1.8, -32 / 1.8)),
          Map.entry("%", new TransducerUnit("part", 1, 0)),
          Map.entry("Pa", new TransducerUnit("pressure", 1, 0)),
          Map.entry("hPa", new TransducerUnit("pressure", 100, 0)),
          Map.entry("mbar", new TransducerUnit("pressure", 100, 0)),
          Map.entry("kPa", new TransducerUnit("pressure", 1_000, 0)),
          Map.entry("bar", new TransducerUnit("pressure", 100_000, 0)),
          Map.entry("mm[Hg]", new TransducerUnit("pressure", 133.322387415, 0)),
          Map.entry("[in_i'Hg]", new TransducerUnit("pressure", 3_386.38864, 0)),
          Map.entry("[psi]", new TransducerUnit("pressure", 6_894.757293, 0)),
          Map.entry("deg", new TransducerUnit("angle", 1, 0)),
          Map.entry("rad", new TransducerUnit("angle", 180 / Math.PI, 0)),
          Map.entry("m", new TransducerUnit("length", 1, 0)),
          Map.entry("cm", new TransducerUnit("length", 0.01, 0)),
          Map.entry("mm", new TransducerUnit("length", 0.001, 0)),
          Map.entry("[ft_i]", new TransducerUnit("length", FOOT, 0)),
          Map.entry("m/s", new TransducerUnit("speed", 1, 0)),
          Map.entry("km/h", new TransducerUnit("speed", KM_PER_HOUR, 0)),
          Map.entry("[kn_i]", new TransducerUnit("speed", KNOT, 0)),
          Map.entry("[mi_i]/h", new TransducerUnit("speed", MILE_PER_HOUR, 0)),
          Map.entry("V", new TransducerUnit("voltage", 1, 0)),
          Map.entry("mV", new TransducerUnit("voltage", 0.001, 0)),
          Map.entry("A", new TransducerUnit("current", 1, 0)),
          Map.entry("mA", new TransducerUnit("current", 0.001, 0)),
          Map.entry("Hz", new TransducerUnit("frequency", 1, 0)),
          Map.entry("kHz", new TransducerUnit("frequency", 1_000, 0)),
          Map.entry("/min", new TransducerUnit("turns", 1, 0)),
          Map.entry("{rpm}", new TransducerUnit("turns", 1, 0)),
          Map.entry("N", new TransducerUnit("force", 1, 0)),
          Map.entry("[ppth]", new TransducerUnit("salinity", 1, 0)));

  /** The UCUM code of what a sentence tells; empty when it tells no unit, or one unknown here. */
  static Optional<String> told(String type, String letter) {
    return Optional.ofNullable(LETTERS.get(type + letter));
  }

  /** What is known of a UCUM code. */
  static Optional<TransducerUnit> of(String unit) {
    return Optional.ofNullable(UNITS.get(unit));
  }

  /** A value in another unit; empty when that is of another dimension. */
  static OptionalDouble convert(double value, String from, String to) {
    TransducerUnit source = UNITS.get(from);
    TransducerUnit target = UNITS.get(to);
    if (from.equals(to)) {
      return OptionalDouble.of(value);
    }
    return source == null || target == null || !source.dimension.equals(target.dimension)
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            (value * source.factor + source.offset - target.offset) / target.factor);
  }

  /** Whether a value in a unit can be: there is nothing below absolute zero. */
  static boolean isPossible(double value, String unit) {
    return switch (unit) {
      case "Cel" -> value >= -273.15 && value < 10_000;
      case "K" -> value >= 0 && value < 10_000;
      case "[degF]" -> value >= -459.67 && value < 18_000;
      case "Pa", "hPa", "mbar", "kPa", "bar", "mm[Hg]", "[in_i'Hg]", "[psi]" -> value >= 0;
      case "deg" -> Math.abs(value) <= 360;
      default -> true;
    };
  }
}
