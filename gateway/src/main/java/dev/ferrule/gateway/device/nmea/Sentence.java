package dev.ferrule.gateway.device.nmea;

import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * One sentence.
 *
 * @param talker two letters: who talks, such as {@code GP}
 * @param type three letters, such as {@code RMC}
 * @param fields what follows, between the commas
 * @param checked whether it has a check sum, which is right then
 */
record Sentence(String talker, String type, List<String> fields, boolean checked) {

  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?[0-9]{1,12}(\\.[0-9]{0,12})?|[-+]?\\.[0-9]{1,12}");

  Sentence {
    fields = List.copyOf(fields);
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
   *
   * @param most degrees
   * @param positive the letter of the half that counts from 0 up
   * @param negative that of the other
   */
  OptionalDouble angle(int number, double most, String positive, String negative) {
    String half = field(number + 1);
    if (field(number).isEmpty()) {
      return OptionalDouble.empty();
    }
    if (!half.equals(positive) && !half.equals(negative)) {
      return OptionalDouble.of(Double.NaN);
    }
    double packed = decimal(field(number));
    double degrees = Math.floor(packed / 100);
    double minutes = packed - 100 * degrees;
    double angle = degrees + minutes / 60;
    boolean possible = minutes >= 0 && minutes < 60 && angle >= 0 && angle <= most;
    return OptionalDouble.of(possible ? (half.equals(negative) ? -angle : angle) : Double.NaN);
  }

  private static double decimal(String text) {
    return DECIMAL.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
  }
}
