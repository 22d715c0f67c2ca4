package dev.ferrule.gateway.device.text.fields;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.gateway.device.text.fields.NumberForm.Radix;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberFormTest {

  private static final NumberForm COMMA = new NumberForm(Radix.UNDECLARED, true);
  private static final NumberForm HEX = new NumberForm(Radix.HEXADECIMAL, false);

  private static double parse(NumberForm form, String text) {
    byte[] bytes = ("=" + text + "9").getBytes(US_ASCII);
    return form.parse(bytes, 1, bytes.length - 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "21,5 | 21.5",
        "-0,25 | -0.25",
        "- 3,5 | -3.5",
        "40 | 40",
        ",5 | 0.5",
        "1,2e-05 | 0.000012",
        "123456789012345678,5 | 123456789012345678.5",
        "21.5 | NaN",
        "1.013,25 | NaN",
        "1,013,25 | NaN",
        "21,5C | NaN"
      })
  void readsDecimalCommas(String text, double value) {
    assertEquals(value, parse(COMMA, text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "00cf | 207", "0011 | 17", "0x1F | 31", "0XFF | 255", "00e5 | 229", "0 | 0",
        "0x | NaN", "-1 | NaN", "1.5 | NaN", "1g | NaN", "12345678901234 | NaN", "'' | NaN"
      })
  void readsHexadecimalDigits(String text, double value) {
    assertEquals(value, parse(HEX, text));
  }

  @ParameterizedTest
  @CsvSource({
    "1e400, false",
    "00e5, true",
    "00cf, true",
    "ff, true",
    "0x10, true",
    "2A, true",
    "0011, false",
    "bad, false",
    "f, false",
    "21.5, false",
    "nan, false",
    "'', false"
  })
  void knowsHexadecimalDigitsThatAreNoDecimalOnes(String text, boolean only) {
    byte[] bytes = text.getBytes(US_ASCII);
    assertEquals(only, NumberForm.isOnlyHex(bytes, 0, bytes.length));
  }
}
