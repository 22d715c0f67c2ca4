package dev.ferrule.gateway.wording;

import dev.ferrule.gateway.model.ValueRange;
import java.math.BigDecimal;

/** Numbers as people write them: {@code 5}, not {@code 5.0}. */
public final class Numbers {

  private Numbers() {}

  /** A number without needless zeros. */
  public static String text(double value) {
    if (Double.isInfinite(value)) {
      return value < 0 ? "anything" : "any";
    }
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }

  /** {@code 0 to 5}, {@code at least 0} or {@code at most 5}. */
  public static String text(ValueRange range) {
    if (Double.isInfinite(range.max())) {
      return "at least " + text(range.min());
    }
    if (Double.isInfinite(range.min())) {
      return "at most " + text(range.max());
    }
    return text(range.min()) + " to " + text(range.max());
  }
}
