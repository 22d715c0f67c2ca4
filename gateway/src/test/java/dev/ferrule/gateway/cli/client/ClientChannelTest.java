package dev.ferrule.gateway.cli.client;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.gateway.json.JsonTree;
import java.io.IOException;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ClientChannelTest {

  @Test
  void showsTheDecimalsOfTheDictionary() throws IOException {
    ClientChannel temp = channel("\"kind\":\"number\",\"unit\":\"Cel\",\"decimals\":1");

    assertAll(
        () -> assertEquals("21.5 °C", temp.text(21.5)),
        () -> assertEquals("21.0 °C", temp.text(21)),
        () -> assertEquals("-0.3 °C", temp.text(-0.30000000000000004)));
  }

  @Test
  void showsSixDigitsOfAFloat() throws IOException {
    ClientChannel flow = channel("\"kind\":\"number\",\"float\":true,\"unit\":\"l/min\"");

    assertAll(
        () -> assertEquals("3.14159 l/min", flow.text(3.14159265)),
        () -> assertEquals("0.5 l/min", flow.text(0.5)),
        () -> assertEquals("2147483649 l/min", flow.text(2147483649.0)),
        () -> assertEquals("1E+30 l/min", flow.text(1e30)));
  }

  @Test
  void showsRatiosWithTheDigitsThatTheyHave() throws IOException {
    assertEquals("0.25 V", channel("\"unit\":\"V\",\"scale\":[1,4]").text(0.25));
  }

  @Test
  void showsAndTakesWords() throws IOException {
    ClientChannel valve =
        channel("\"kind\":\"switch\",\"labels\":{\"0\":\"closed\",\"1\":\"open\"}");
    ClientChannel mode = channel("\"kind\":\"enum\",\"labels\":{\"0\":\"auto\",\"2\":\"Night\"}");

    assertAll(
        () -> assertEquals("open", valve.text(1)),
        () -> assertEquals(OptionalDouble.of(1), valve.parse("OPEN")),
        () -> assertEquals(OptionalDouble.of(0), valve.parse("off")),
        () -> assertEquals("Night", mode.text(2)),
        () -> assertEquals("3", mode.text(3)),
        () -> assertEquals(OptionalDouble.of(2), mode.parse("night")),
        () -> assertEquals(OptionalDouble.empty(), mode.parse("on")));
  }

  @Test
  void takesNumbersOnly() throws IOException {
    ClientChannel fan = channel("\"unit\":\"%\",\"decimals\":0");

    assertAll(
        () -> assertEquals(OptionalDouble.of(40), fan.parse("40")),
        () -> assertEquals(OptionalDouble.of(-0.5), fan.parse("-.5")),
        () -> assertEquals(OptionalDouble.empty(), fan.parse("NaN")),
        () -> assertEquals(OptionalDouble.empty(), fan.parse("40%")),
        () -> assertEquals(OptionalDouble.empty(), fan.parse("1e999")),
        () -> assertEquals(OptionalDouble.empty(), fan.parse("0x10")));
  }

  @Test
  void keepsControlCharactersFromTheTerminal() throws IOException {
    assertEquals("1 ?[31m", channel("\"unit\":\"\\u001b[31m\",\"decimals\":0").text(1));
  }

  static ClientChannel channel(String fields) throws IOException {
    return ClientChannel.of(
        JsonTree.read(
            "{\"n\":3,\"id\":\"climate.temp\",\"device\":\"climate\",\"access\":\"rw\","
                + fields
                + "}"));
  }
}
