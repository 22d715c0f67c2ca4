package dev.ferrule.gateway.device.text.fields;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Locale;

/**
 * How a board writes the numbers of a field: the one place that decides what is a number and what
 * is none.
 *
 * @param radix in which digits they are
 * @param comma whether a comma stands before the decimals, instead of a point
 */
public record NumberForm(Radix radix, boolean comma) {

  /** Decimal digits with a point, as long as nothing speaks against it. */
  public static final NumberForm USUAL = new NumberForm(Radix.UNDECLARED, false);

  /** The digits of a number. */
  public enum Radix {
    /** Nobody said so: decimal until the board writes other digits. */
    UNDECLARED,
    DECIMAL,
    HEXADECIMAL
  }

  /** Most hexadecimal digits that a double can hold. */
  private static final int MOST_HEX = 13;

  /**
   * The number that the bytes from {@code from} to before {@code to} spell, from the first to the
   * last of them; NaN when they spell none.
   */
  public double parse(byte[] text, int from, int to) {
    return radix == Radix.HEXADECIMAL
        ? hexadecimal(text, from, to)
        : NumberText.parse(text, from, to, comma ? ',' : '.');
  }

  /** {@code 00cf} or {@code 0xCF}, without sign. */
  private static double hexadecimal(byte[] text, int from, int to) {
    int start = isMarked(text, from, to) ? from + 2 : from;
    if (start == to || to - start > MOST_HEX) {
      return Double.NaN;
    }
    long value = 0;
    for (int i = start; i < to; i++) {
      int digit = Character.digit(text[i], 16);
      if (digit < 0) {
        return Double.NaN;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  private static boolean isMarked(byte[] text, int from, int to) {
    return to - from > 2 && text[from] == '0' && (text[from + 1] | 0x20) == 'x';
  }

  /** Whether all of it could be the digits of a hexadecimal number, be they decimal too. */
  public static boolean isHexDigits(byte[] text, int from, int to) {
    int start = isMarked(text, from, to) ? from + 2 : from;
    for (int i = start; i < to; i++) {
      if (Character.digit(text[i], 16) < 0) {
        return false;
      }
    }
    return start < to;
  }

  /**
   * Whether it is a hexadecimal number that no decimal one can be: {@code 00cf}, {@code ff}, {@code
   * 0x1F}; words such as {@code bad} are none.
   */
  public static boolean isOnlyHex(byte[] text, int from, int to) {
    if (to - from < 2 || !isHexDigits(text, from, to)) {
      return false;
    }
    boolean digit = false;
    boolean letter = isMarked(text, from, to);
    boolean allF = true;
    for (int i = from; i < to; i++) {
      boolean decimal = text[i] >= '0' && text[i] <= '9';
      digit |= decimal;
      letter |= !decimal;
      allF &= (text[i] | 0x20) == 'f';
    }
    return letter && (digit || allF) && !isExponent(text, from, to);
  }

  /** Whether it is decimal digits and their exponent, such as {@code 1e400}. */
  private static boolean isExponent(byte[] text, int from, int to) {
    int letters = 0;
    for (int i = from; i < to; i++) {
      letters += text[i] > '9' ? 1 : 0;
    }
    boolean padded = text[from] == '0' && text[from + 1] >= '0' && text[from + 1] <= '9';
    boolean inside = text[from] <= '9' && text[to - 1] <= '9';
    boolean e = new String(text, from, to - from, US_ASCII).toLowerCase(Locale.ROOT).contains("e");
    return letters == 1 && e && inside && !padded;
  }
}
