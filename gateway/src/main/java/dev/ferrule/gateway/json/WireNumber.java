package dev.ferrule.gateway.json;

import dev.ferrule.gateway.model.Scale;
import dev.ferrule.gateway.wording.Numbers;
import dev.ferrule.protocol.WireInteger;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A channel's value as a number: exactly what a binary client shows, because it is the wire's
 * integer (PROTOCOL.md B1) with its point set. What does not fit the wire's integer has the same
 * decimals. Stateless.
 */
public final class WireNumber {

  private static final long[] POWERS = powers();

  /** From here on numbers have an exponent. */
  private static final double LARGE = 1e21;

  private WireNumber() {}

  private static long[] powers() {
    long[] powers = new long[10];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = powers[i - 1] * 10;
    }
    return powers;
  }

  /**
   * Appends a value.
   *
   * @param value finite, in the channel's unit
   * @param scale of the channel
   */
  public static void append(StringBuilder out, double value, Scale scale) {
    switch (scale) {
      case Scale.Decimals(int places) -> decimal(out, value, places);
      case Scale.Ratio(long numerator, long denominator) -> {
        long n = WireInteger.of(value, scale.factor());
        double shown = n == WireInteger.NONE ? value : (double) n * numerator / denominator;
        out.append(Numbers.plain(shown));
      }
      case Scale.Floating _ -> {
        float single = (float) value;
        out.append(single == value ? Numbers.plain(single) : Numbers.plain(value));
      }
    }
  }

  private static void decimal(StringBuilder out, double value, int places) {
    long n = WireInteger.of(value, (double) POWERS[places]);
    if (n == WireInteger.NONE) {
      out.append(
          Math.abs(value) < LARGE
              ? BigDecimal.valueOf(value).setScale(places, RoundingMode.HALF_EVEN).toPlainString()
              : Numbers.plain(value));
      return;
    }
    if (places == 0) {
      out.append(n);
      return;
    }
    if (n < 0) {
      out.append('-');
      n = -n;
    }
    out.append(n / POWERS[places]).append('.');
    long fraction = n % POWERS[places];
    for (int digit = places - 1; digit > 0 && fraction < POWERS[digit]; digit--) {
      out.append('0');
    }
    out.append(fraction);
  }
}
