package dev.ferrule.gateway.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
    "3000000000.5, 0, 3.0000000005E9",
    "1e300, 2, 1.0E300",
    "2.147483647, 9, 2.147483647",
    "2.5, 9, 2.5"
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
    assertEquals("1.0E20", text(1e20, ratio));
  }

  @Test
  void showsAFloatAsTheShortestThatMeansIt() {
    assertEquals("21.3", text(21.3f, new Scale.Floating()));
    assertEquals("21.3000000001", text(21.3000000001, new Scale.Floating()));
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

  private static String text(double value, Scale scale) {
    StringBuilder out = new StringBuilder();
    WireNumber.append(out, value, scale);
    return out.toString();
  }
}
