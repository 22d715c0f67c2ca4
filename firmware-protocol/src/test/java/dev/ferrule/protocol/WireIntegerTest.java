package dev.ferrule.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The integer of a value is that of the decimal which somebody wrote. */
class WireIntegerTest {
  private static final long SEED = Long.getLong("seed", 20261201L);

  @Test
  void halvesOfDecimalsGoUpWhateverTheirDoubleIs() {
    assertEquals(29, WireInteger.of(0.285, 100));
    assertEquals(-28, WireInteger.of(-0.285, 100));
    assertEquals(101, WireInteger.of(1.005, 100));
    assertEquals(100, WireInteger.of(Math.nextDown(1.005), 100));
    assertEquals(2175, WireInteger.of(21.745, 100));
  }

  @Test
  void everyDecimalRoundsAsOnPaper() {
    Random random = new Random(SEED);
    for (int i = 0; i < 400_000; i++) {
      int places = random.nextInt(7);
      int more = random.nextInt(4);
      long digits = random.nextInt() >> random.nextInt(28);
      BigDecimal decimal = BigDecimal.valueOf(10 * digits + 5, places + 1 + more);
      long expected = onPaper(decimal, places);
      if (expected == (int) expected) {
        assertEquals(
            expected,
            WireInteger.of(decimal.doubleValue(), Math.pow(10, places)),
            () -> decimal + " to " + places + " places, seed " + SEED);
      }
    }
  }

  @Test
  void whatDoesNotFitThirtyTwoBitsHasNone() {
    assertEquals(Integer.MAX_VALUE, WireInteger.of(2147483647.4, 1));
    assertEquals(WireInteger.NONE, WireInteger.of(2147483647.5, 1));
    assertEquals(WireInteger.NONE, WireInteger.of(21474836.475, 100));
    assertEquals(Integer.MIN_VALUE, WireInteger.of(-2147483648.5, 1));
    assertEquals(WireInteger.NONE, WireInteger.of(-2147483648.6, 1));
    assertEquals(WireInteger.NONE, WireInteger.of(Double.NaN, 1));
    assertEquals(WireInteger.NONE, WireInteger.of(Double.POSITIVE_INFINITY, 10));
    assertEquals(WireInteger.NONE, WireInteger.of(-1e300, 10));
  }

  private static long onPaper(BigDecimal decimal, int places) {
    return decimal
        .scaleByPowerOfTen(places)
        .add(new BigDecimal("0.5"))
        .setScale(0, RoundingMode.FLOOR)
        .longValueExact();
  }
}
