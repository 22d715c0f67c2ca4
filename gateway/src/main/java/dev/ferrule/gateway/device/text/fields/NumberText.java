package dev.ferrule.gateway.device.text.fields;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Decimal numbers as boards print them, read from bytes without allocating: {@code -12}, {@code
 * 21.50}, {@code .5}, {@code 1e-3}, {@code - 3.5}.
 *
 * <p>The result is the double nearest to the text. Up to 15 digits it comes from one exact
 * multiplication or division (W. D. Clinger, "How to read floating point numbers accurately",
 * 1990); longer numbers take the library's way.
 */
public final class NumberText {

  /** Powers of ten that a double holds exactly. */
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private static final long EXACT = 1L << 53;

  /** Beyond it any mantissa is infinite or zero; keeps the sum of exponents from overflowing. */
  private static final int EXPONENT_LIMIT = 10_000;

  private NumberText() {}

  /**
   * The number that the bytes from {@code from} to before {@code to} spell, or NaN when they spell
   * none. Infinity is no number here.
   */
  public static double parse(byte[] text, int from, int to) {
    return parse(text, from, to, '.');
  }

  /** The same with another decimal point. */
  static double parse(byte[] text, int from, int to, char point) {
    int start = afterSign(text, from, to);
    boolean negative = start > from && text[from] == '-';
    long mantissa = 0;
    int digits = 0;
    int scale = 0;
    boolean fraction = false;
    int i = start;
    for (; i < to; i++) {
      int digit = text[i] - '0';
      if (digit >= 0 && digit <= 9) {
        mantissa = mantissa * 10 + digit;
        digits++;
        scale += fraction ? 1 : 0;
      } else if (text[i] == point && !fraction) {
        fraction = true;
      } else {
        break;
      }
    }
    if (digits == 0) {
      return Double.NaN;
    }
    int exponent = i < to ? exponent(text, i, to) : 0;
    if (exponent == NO_EXPONENT || (i < to && isHex(text, start, i, to))) {
      return Double.NaN;
    }
    int power = exponent - scale;
    if (digits > 18 || mantissa > EXACT || power > 22 || power < -22) {
      double magnitude = slow(text, start, to, point);
      return negative ? -magnitude : magnitude;
    }
    double magnitude = power < 0 ? mantissa / POWERS[-power] : mantissa * POWERS[power];
    return negative ? -magnitude : magnitude;
  }

  /** Where the digits begin: a sign may stand apart, as {@code printf("%c %.1f")} prints it. */
  private static int afterSign(byte[] text, int from, int to) {
    int i = from;
    if (i < to && (text[i] == '-' || text[i] == '+')) {
      i++;
      while (i < to && text[i] == ' ') {
        i++;
      }
    }
    return i;
  }

  /**
   * Whether what looks like an exponent is rather a digit: {@code 00e5} is 229, as nobody pads a
   * number that has an exponent.
   */
  private static boolean isHex(byte[] text, int start, int mark, int to) {
    boolean plain = mark + 1 < to && text[mark + 1] >= '0' && text[mark + 1] <= '9';
    return plain && mark - start > 1 && text[start] == '0' && text[start + 1] != '.';
  }

  private static final int NO_EXPONENT = Integer.MIN_VALUE;

  private static int exponent(byte[] text, int from, int to) {
    int i = from;
    if (text[i] != 'e' && text[i] != 'E') {
      return NO_EXPONENT;
    }
    i++;
    boolean negative = i < to && text[i] == '-';
    if (i < to && (text[i] == '-' || text[i] == '+')) {
      i++;
    }
    if (i == to) {
      return NO_EXPONENT;
    }
    int value = 0;
    for (; i < to; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        return NO_EXPONENT;
      }
      value = Math.min(value * 10 + digit, EXPONENT_LIMIT);
    }
    return negative ? -value : value;
  }

  /** The form is known to be right here; only the size is unusual. */
  private static double slow(byte[] text, int from, int to, char point) {
    String number = new String(text, from, to - from, US_ASCII).replace(point, '.');
    double value = Double.parseDouble(number);
    return Double.isFinite(value) ? value : Double.NaN;
  }
}
