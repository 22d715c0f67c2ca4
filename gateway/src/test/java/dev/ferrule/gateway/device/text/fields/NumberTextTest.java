package dev.ferrule.gateway.device.text.fields;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "21.5",
        "-12.75",
        "+3",
        ".5",
        "5.",
        "1e3",
        "1E-3",
        "-2.5e+2",
        "007",
        "-1.5e-05",
        "4294967295",
        "0.1",
        "9007199254740993",
        "12345678901234567890",
        "1e22",
        "1e23",
        "4.9e-324",
        "0e99999999",
        "123456789.123456789",
        "0.000000000000000000000001"
      })
  void readsWhatBoardsPrint(String text) {
    assertEquals(Double.parseDouble(text), parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "+",
        ".",
        "nan",
        "inf",
        "e5",
        "1e",
        "1e+",
        "1e5x",
        "1.2.3",
        "12C",
        "0x1F",
        "--1",
        "- -1",
        "00e5",
        "012e1",
        "21,5",
        "1'013.25",
        "1 ",
        " 1",
        "1_000",
        "1e999",
        "NaN",
        "Infinity",
        "1d",
        "1f",
        "\u0000"
      })
  void takesNothingElseForANumber(String text) {
    assertEquals(Double.NaN, parse(text));
  }

  @Test
  void givesTheNearestDoubleWhateverTheLength() {
    var random = new SplittableRandom(11);
    for (int i = 0; i < 200_000; i++) {
      String text =
          new BigDecimal(
                  BigInteger.valueOf(random.nextLong() >> random.nextInt(63)),
                  random.nextInt(-5, 25))
              .toString();
      assertEquals(Double.parseDouble(text), parse(text), text);
    }
  }

  @Test
  void neverThrowsWhateverTheBytes() {
    var random = new SplittableRandom(12);
    byte[] alphabet = "0123456789+-.eE x\0\u007f".getBytes(US_ASCII);
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = new byte[random.nextInt(30)];
      for (int k = 0; k < bytes.length; k++) {
        bytes[k] = alphabet[random.nextInt(alphabet.length)];
      }
      double value = NumberText.parse(bytes, 0, bytes.length);
      assertFalse(Double.isInfinite(value));
    }
  }

  private static double parse(String text) {
    byte[] bytes = ("=" + text + "9").getBytes(US_ASCII);
    return NumberText.parse(bytes, 1, bytes.length - 1);
  }
}
