package dev.ferrule.gateway.model;

import dev.ferrule.protocol.Kind;

/**
 * How a channel's value becomes an integer on the wire, and how many decimals people see
 * (PROTOCOL.md 0.2).
 */
public sealed interface Scale {

  /** Whole numbers. */
  Scale WHOLE = new Decimals(0);

  /** That of a channel of a kind, with so many decimals where it is not floating. */
  static Scale of(Kind kind, int decimals) {
    return kind == Kind.FLOAT ? new Floating() : new Decimals(decimals);
  }

  /** What to multiply a value with to get its wire integer; 1 for floating channels. */
  double factor();

  /**
   * Decimal: integer = value × 10^places.
   *
   * @param places 0 to 9
   */
  record Decimals(int places) implements Scale {
    public Decimals {
      if (places < 0 || places > 9) {
        throw new IllegalArgumentException("decimals must be 0 to 9, not " + places);
      }
    }

    @Override
    public double factor() {
      return Math.pow(10, places);
    }
  }

  /**
   * Rational: value = integer × numerator / denominator, for sensors whose step is no power of ten.
   *
   * @param numerator at least 1
   * @param denominator at least 1
   */
  record Ratio(long numerator, long denominator) implements Scale {
    public Ratio {
      if (numerator < 1 || denominator < 1) {
        throw new IllegalArgumentException(
            "scale must be positive, not " + numerator + "/" + denominator);
      }
    }

    @Override
    public double factor() {
      return (double) denominator / numerator;
    }
  }

  /** No scale: the value travels as a floating-point number. */
  record Floating() implements Scale {
    @Override
    public double factor() {
      return 1;
    }
  }
}
