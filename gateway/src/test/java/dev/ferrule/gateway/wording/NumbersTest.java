package dev.ferrule.gateway.wording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.ferrule.gateway.model.ValueRange;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

  @ParameterizedTest
  @CsvSource({
    "5, 5",
    "-0.0, 0",
    "21474836.490000002, 21474836.490000002",
    "2147483649, 2147483649",
    "1e20, 100000000000000000000",
    "1e22, 1E+22",
    "0.00001, 0.00001",
    "1.5e-30, 1.5E-30"
  })
  void writesAsPeopleDo(double value, String text) {
    assertEquals(text, Numbers.plain(value));
  }

  @Test
  void saysNothingOfAnOpenEnd() {
    double below = Double.NEGATIVE_INFINITY;
    double above = Double.POSITIVE_INFINITY;
    assertEquals("0 to 5", Numbers.text(new ValueRange(0, 5)));
    assertEquals("at least 0", Numbers.text(new ValueRange(0, above)));
    assertEquals("at most 5", Numbers.text(new ValueRange(below, 5)));
    assertEquals("any number", Numbers.text(ValueRange.ANY));
  }

  @Test
  void meansTheSameNumber() {
    long seed = 20_261_130;
    Random random = new Random(seed);
    for (int i = 0; i < 100_000; i++) {
      double value = random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
      String text = Numbers.plain(value);
      assertEquals(value, Double.parseDouble(text), "seed " + seed);
      boolean usual = Math.abs(value) < 1e20 && Math.abs(value) > 1e-19;
      assertFalse(usual && text.contains("E"), "seed " + seed + ": " + text);
    }
  }
}
