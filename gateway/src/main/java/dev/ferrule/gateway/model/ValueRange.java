package dev.ferrule.gateway.model;

/**
 * What a value may be, in the channel's unit; an open end is infinite.
 *
 * @param min least value allowed, or negative infinity
 * @param max greatest value allowed, or positive infinity
 */
public record ValueRange(double min, double max) {

  /** Any number. */
  public static final ValueRange ANY =
      new ValueRange(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  public ValueRange {
    if (!(min <= max)) {
      throw new IllegalArgumentException("range is empty: " + min + " to " + max);
    }
  }

  /** Whether {@code value} is a number within both ends. */
  public boolean contains(double value) {
    return value >= min && value <= max;
  }
}
