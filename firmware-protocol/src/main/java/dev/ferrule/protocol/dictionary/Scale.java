package dev.ferrule.protocol.dictionary;

/**
 * How the integer of a channel and its value in the channel's unit are tied. PROTOCOL.md, sections
 * 0.2 and A8.
 *
 * <p>Exact both ways: for every 32-bit n, {@code toInteger(toValue(n)) == n}.
 */
public sealed interface Scale {

  /**
   * value = n / 10^digits.
   *
   * @param digits 0 to 9
   */
  record Decimals(int digits) implements Scale {
    private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

    public Decimals {
      if (digits < 0 || digits > 9) {
        throw new IllegalArgumentException("decimals must be 0 to 9, not " + digits);
      }
    }

    @Override
    public double toValue(int n) {
      return n / POWERS[digits];
    }

    @Override
    public double factor() {
      return POWERS[digits];
    }
  }

  /**
   * value = n × num / den.
   *
   * @param num 1 to 2^32 - 1
   * @param den 1 to 2^32 - 1
   */
  record Ratio(long num, long den) implements Scale {
    public Ratio {
      if (num < 1 || num > 0xFFFF_FFFFL || den < 1 || den > 0xFFFF_FFFFL) {
        throw new IllegalArgumentException("scale " + num + "/" + den + " is not in 1 to 2^32 - 1");
      }
    }

    @Override
    public double toValue(int n) {
      return (double) n * num / den;
    }

    @Override
    public double factor() {
      return (double) den / num;
    }
  }

  /** The value, in the channel's unit, that integer {@code n} stands for. */
  double toValue(int n);

  /**
   * What a value is multiplied by to become the integer; the integer is the nearest whole number.
   */
  double factor();

  /**
   * The integer nearest to a value, half up; outside the range of {@code int} when no 32 bits hold
   * it. 0 for NaN: ask before.
   */
  default long toInteger(double value) {
    return Math.round(value * factor());
  }
}
