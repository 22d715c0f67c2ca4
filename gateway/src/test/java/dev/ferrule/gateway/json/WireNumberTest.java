package dev.ferrule.gateway.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.model.Scale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireNumberTest {

  @ParameterizedTest
  @CsvSource({
    "21.5, 1, 21.5",
    "21.5, 3, 21.500",
    "21.05, 2, 21.05",
    "21.005, 3, 21.005",
    "0.285, 2, 0.29",
    "-0.285, 2, -0.28",
    "0.001, 3, 0.001",
    "-0.001, 3, -0.001",
    "-0.0004, 3, 0.000",
    "-12.34, 1, -12.3",
    "7, 0, 7",
    "-7.5, 0, -7",
    "0, 0, 0",
    "0, 9, 0.000000000",
    "2147483647, 0, 2147483647",
    "-2147483648, 0, -2147483648",
    "3000000000, 0, 3000000000",
    "3000000000.4, 0, 3000000000",
    "2147483649, 0, 2147483649",
    "21474836.490000002, 2, 21474836.49",
    "-21474836.490000002, 2, -21474836.49",
    "12345678901234567890, 1, 12345678901234567000.0",
    "1e300, 2, 1E+300",
    "2.147483647, 9, 2.147483647",
    "2.5, 9, 2.500000000"
  })
  void setsThePointOfTheWiresInteger(double value, int places, String text) {
    assertEquals(text, text(value, new Scale.Decimals(places)));
  }

  @Test
  void showsARatioAsABinaryClientCalculatesIt() {
    Scale ratio = new Scale.Ratio(5, 1024);
    assertEquals("2.5", text(2.5, ratio));
    assertEquals("2.5", text(2.501, ratio));
    assertEquals(Double.toString(513 * 5.0 / 1024), text(2.505, ratio));
    assertEquals("100000000000000000000", text(1e20, ratio));
  }

  @Test
  void showsAFloatAsTheShortestThatMeansIt() {
    assertEquals("21.3", text(21.3f, new Scale.Floating()));
    assertEquals("21.3000000001", text(21.3000000001, new Scale.Floating()));
    assertEquals("2147483648", text(0x1p31f, new Scale.Floating()));
    assertEquals("0.00001", text(1e-5, new Scale.Floating()));
  }

  @Test
  void meansTheIntegerThatTravels() {
    long seed = 7;
    Random random = new Random(seed);
    for (int i = 0; i < 100_000; i++) {
      int places = random.nextInt(10);
      int n = random.nextInt() >> random.nextInt(32);
      double value = n / Math.pow(10, places);
      assertEquals(
          value, Double.parseDouble(text(value, new Scale.Decimals(places))), "seed " + seed);
    }
  }

  /**
   * Of any size and scale: no exponent where people write none, and at most the channel's places.
   */
  @Test
  void isTheShortestPlainDecimalOfTheChannel() {
    long seed = 20_261_130;
    Random random = new Random(seed);
    for (int i = 0; i < 100_000; i++) {
      int places = random.nextInt(10);
      double value = (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(22));
      String text = text(value, new Scale.Decimals(places));
      String expected = "-?\\d+" + (places == 0 ? "" : "\\.\\d{" + places + "}");
      assertTrue(text.matches(expected), "seed " + seed + ": " + text);
      double error = Math.abs(Double.parseDouble(text) - value);
      double half = 0.5 * Math.pow(10, -places) + Math.ulp(value);
      assertTrue(error <= half, "seed " + seed + ": " + value + " told as " + text);
    }
  }

  private static String text(double value, Scale scale) {
    StringBuilder out = new StringBuilder();
    WireNumber.append(out, value, scale);
    return out.toString();
  }
}
