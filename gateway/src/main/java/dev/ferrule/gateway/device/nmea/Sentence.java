package dev.ferrule.gateway.device.nmea;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One sentence with a right check sum.
 *
 * @param type three letters, such as {@code RMC}; who talks stands before them and is left out
 * @param fields what follows, between the commas
 */
record Sentence(String type, List<String> fields) {

  /** Longest that is read; the standard has 82, some receivers more. */
  static final int MAX_LENGTH = 128;

  Sentence {
    fields = List.copyOf(fields);
  }

  /**
   * Reads {@code $ttsss,field,…*hh}, where hh is the exclusive or of all between $ and *.
   *
   * @return nothing when the form or the check sum is wrong, or it is a maker's own ({@code $P…})
   */
  static Optional<Sentence> parse(byte[] line, int length) {
    int star = length - 3;
    if (length < 9 || length > MAX_LENGTH || line[0] != '$' || line[star] != '*') {
      return Optional.empty();
    }
    int sum = 0;
    for (int i = 1; i < star; i++) {
      sum ^= line[i];
    }
    int told = Character.digit(line[star + 1], 16) << 4 | Character.digit(line[star + 2], 16);
    if (sum != told) {
      return Optional.empty();
    }
    String[] parts = new String(line, 1, star - 1, ISO_8859_1).split(",", -1);
    String address = parts[0];
    return address.length() == 5 && address.charAt(0) != 'P'
        ? Optional.of(
            new Sentence(address.substring(2), Arrays.asList(parts).subList(1, parts.length)))
        : Optional.empty();
  }

  /** A field, empty when it is not there; the first is 1, as in the standard's tables. */
  String field(int number) {
    return number <= fields.size() ? fields.get(number - 1) : "";
  }

  /** A field with a number in it; empty when nothing is told, NaN when it is no number. */
  OptionalDouble number(int number) {
    return field(number).isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(decimal(field(number)));
  }

  /**
   * An angle {@code dddmm.mmm} with its half of the world in the next field, in degrees; as number.
   */
  OptionalDouble angle(int number, double most) {
    String half = field(number + 1);
    if (field(number).isEmpty()) {
      return OptionalDouble.empty();
    }
    if (half.length() != 1 || "NSEW".indexOf(half.charAt(0)) < 0) {
      return OptionalDouble.of(Double.NaN);
    }
    double packed = decimal(field(number));
    double degrees = Math.floor(packed / 100);
    double minutes = packed - 100 * degrees;
    double angle = degrees + minutes / 60;
    boolean possible = minutes >= 0 && minutes < 60 && angle >= 0 && angle <= most;
    double sign = half.equals("S") || half.equals("W") ? -1 : 1;
    return OptionalDouble.of(possible ? sign * angle : Double.NaN);
  }

  private static double decimal(String text) {
    return text.matches("[-+]?[0-9]{1,12}(\\.[0-9]{0,12})?|[-+]?\\.[0-9]{1,12}")
        ? Double.parseDouble(text)
        : Double.NaN;
  }
}
