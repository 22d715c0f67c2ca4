package dev.ferrule.gateway.device.text.trial;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferrule.gateway.device.text.fields.NumberText;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a value looks like. Stateless. */
final class Values {

  /** What the driver reads for a switch. */
  private static final Set<String> WORDS =
      Set.of(
          "on", "ON", "On", "off", "OFF", "Off", "true", "TRUE", "True", "false", "FALSE", "False");

  /** What boards print where they have no number. */
  private static final Set<String> NONE =
      Set.of(
          "", "nan", "+nan", "-nan", "inf", "+inf", "-inf", "ovf", "-ovf", "null", "none", "n/a",
          "-", "--", "---", "err", "error", "fail");

  /** A whole number with an exponent may as well be hexadecimal: {@code 00e5}. */
  private static final Pattern HEXADECIMAL = Pattern.compile("[-+]?\\d+[eE]\\d+");

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?\\d*\\.?(\\d*)(?:[eE]([-+]?\\d{1,3}))?");

  private Values() {}

  /** A number, or what a board says for on, off and none. */
  static boolean isValue(String text) {
    return isNumber(text) || isWord(text) || isNone(text);
  }

  /** A number for the gateway, and surely a decimal one. */
  static boolean isNumber(String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    return !Double.isNaN(NumberText.parse(bytes, 0, bytes.length))
        && !HEXADECIMAL.matcher(text).matches();
  }

  /** No number, as a board says it; also nothing at all. */
  static boolean isNone(String text) {
    return NONE.contains(text.toLowerCase(Locale.ROOT));
  }

  /** On, off, true or false, as the gateway reads them. */
  static boolean isWord(String text) {
    return WORDS.contains(text);
  }

  /** Places behind the point that it takes to say a number in full; an exponent moves the point. */
  static int decimals(String text) {
    Matcher number = NUMBER.matcher(text);
    if (!number.matches()) {
      return 0;
    }
    int exponent = number.group(2) == null ? 0 : Integer.parseInt(number.group(2));
    return Math.max(0, number.group(1).length() - exponent);
  }

  /** What a configuration allows as the name of a field. */
  static boolean isDeclarable(String field) {
    int length = field.getBytes(UTF_8).length;
    return length >= 1
        && length <= 64
        && field.chars().noneMatch(c -> c <= ' ' || c == 0x7F || ",;=\uFFFD".indexOf(c) >= 0)
        && field.chars().noneMatch(Character::isISOControl);
  }

  /** At most 40 characters for people, all of them printable ASCII. */
  static String printable(String text) {
    String plain = text.replaceAll("[^ -~]", "?");
    return plain.length() > 40 ? plain.substring(0, 40) + "..." : plain;
  }

  /** A channel key out of whatever a board calls it; {@code value} when nothing is left. */
  static String key(String name) {
    String plain =
        name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_+|_+$", "");
    String letters = plain.replaceAll("^[_0-9]+", "");
    String key = letters.isEmpty() && !plain.isEmpty() ? "v" + plain : letters;
    key = key.substring(0, Math.min(28, key.length())).replaceAll("_+$", "");
    return key.isEmpty() ? "value" : key;
  }

  /** The same key with a number behind it, when it is taken already. */
  static String unused(String key, Set<String> used) {
    String name = key;
    for (int n = 2; !used.add(name); n++) {
      name = key + n;
    }
    return name;
  }
}
