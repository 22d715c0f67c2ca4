package dev.ferrule.gateway.wording;

import dev.ferrule.gateway.model.ValueRange;
import java.math.BigDecimal;

/** Numbers as people write them: {@code 5}, not {@code 5.0}. */
public final class Numbers {

  /** Whole numbers below this are exact in a double and in a long. */
  private static final double EXACT = 1e15;

  /** Most digits before the point, or zeros behind it. */
  private static final int LONGEST = 21;

  private Numbers() {}

  /** A number without needless zeros. */
  public static String text(double value) {
    if (Double.isInfinite(value)) {
      return value < 0 ? "anything" : "any";
    }
    return plain(value);
  }

  /**
   * The shortest decimal that means a finite number, without an exponent where people write none:
   * from 1e-21 up to below 1e21. It is JSON, too.
   */
  public static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < EXACT
        ? Long.toString((long) value)
        : shortest(Double.toString(value));
  }

  /** The same of a float: {@code 21.3}, where a double has further digits. */
  public static String plain(float value) {
    return value == Math.rint(value) && Math.abs(value) < EXACT
        ? Long.toString((long) value)
        : shortest(Float.toString(value));
  }

  private static String shortest(String java) {
    if (java.indexOf('E') < 0) {
      return java;
    }
    BigDecimal exact = new BigDecimal(java).stripTrailingZeros();
    int magnitude = exact.precision() - exact.scale();
    return Math.abs(magnitude) <= LONGEST ? exact.toPlainString() : exact.toString();
  }

  /** {@code 0 to 5}, {@code at least 0}, {@code at most 5} or {@code any number}. */
  public static String text(ValueRange range) {
    if (range.equals(ValueRange.ANY)) {
      return "any number";
    }
    if (Double.isInfinite(range.max())) {
      return "at least " + text(range.min());
    }
    if (Double.isInfinite(range.min())) {
      return "at most " + text(range.max());
    }
    return text(range.min()) + " to " + text(range.max());
  }
}
