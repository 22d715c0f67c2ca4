package dev.ferrule.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.ferrule.gateway.config.yaml.Mistake;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is too much is told with the limit and with what was found. */
class LimitMessagesTest {

  @Test
  void namesHowManyDevicesThereMayBe() {
    String devices =
        lines(65, "  d%d: {driver: text, port: /dev/ttyS%<d, channels: {a: {unit: Cel}}}");
    assertEquals(
        List.of("1:1: devices: has 65 entries; at most 64 are allowed"),
        mistakes("devices:\n" + devices));
  }

  @Test
  void namesHowManyChannelsThereMayBe() {
    String channels = lines(129, "      c%d: {unit: Cel}");
    assertEquals(
        List.of("5:5: devices.d.channels: has 129 entries; at most 128 are allowed"),
        mistakes(
            """
            devices:
              d:
                driver: text
                port: /dev/ttyS0
                channels:
            """
                + channels));
  }

  @Test
  void namesHowManyAGroupMustHave() {
    String yaml =
        """
        devices: {d: {driver: text, port: /dev/ttyS0, channels: {a: {write: 'a={value}', safe: 0}}}}
        exclusive: {g: [d.a]}
        """;
    assertEquals(List.of("2:13: exclusive.g: has 1 entry; at least 2 are needed"), mistakes(yaml));
  }

  private static String lines(int count, String pattern) {
    return IntStream.range(0, count)
        .mapToObj(pattern::formatted)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static List<String> mistakes(String yaml) {
    var loaded = assertInstanceOf(Loaded.Invalid.class, ConfigurationFile.parse(yaml));
    return loaded.problems().stream().map(Mistake::toString).toList();
  }
}
