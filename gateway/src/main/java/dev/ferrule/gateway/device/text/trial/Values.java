package dev.ferrule.gateway.device.text.trial;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ferrule.gateway.device.text.fields.NumberText;
import java.util.Locale;
import java.util.Set;

/** What a value looks like. Stateless. */
final class Values {

  private static final Set<String> WORDS = Set.of("on", "off", "true", "false");
  private static final Set<String> NONE = Set.of("nan", "null", "none", "n/a", "--", "err");

  private Values() {}

  /** A number, or what a board says for on, off and none. */
  static boolean isValue(String text) {
    return isNumber(text) || isWord(text) || NONE.contains(text.toLowerCase(Locale.ROOT));
  }

  static boolean isNumber(String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    return !Double.isNaN(NumberText.parse(bytes, 0, bytes.length));
  }

  /** On, off, true or false. */
  static boolean isWord(String text) {
    return WORDS.contains(text.toLowerCase(Locale.ROOT));
  }

  /** Digits after the point. */
  static int decimals(String text) {
    int point = text.indexOf('.');
    int end = point + 1;
    while (point >= 0 && end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    return point < 0 ? 0 : Math.min(9, end - point - 1);
  }

  /** A channel key out of whatever a board calls it; {@code value} when nothing is left. */
  static String key(String name) {
    String key =
        name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^[_0-9]+|_+$", "");
    key = key.substring(0, Math.min(28, key.length()));
    return key.isEmpty() ? "value" : key;
  }
}
