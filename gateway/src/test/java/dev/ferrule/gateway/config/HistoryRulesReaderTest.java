package dev.ferrule.gateway.config;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.config.yaml.Mistake;
import dev.ferrule.gateway.history.file.HistoryRule;
import dev.ferrule.gateway.history.file.HistoryRules;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class HistoryRulesReaderTest {

  private static final String RULES =
      """
      history: {keep: 30d, every: 10s}
      devices:
        board:
          driver: firmware
          port: /dev/ttyUSB0
          history: {every: 1min, deadband: 0.5}
          channels:
            temp: {history: {deadband: 0.2, keep: 365d}}
            noise: {history: off}
            level: {history: {every: 0s}}
        tank:
          driver: text
          port: /dev/ttyUSB1
          history: off
          channels:
            depth: {history: {deadband: 2}}
            flow: {history: all}
            pump:
        quiet:
          driver: text
          port: /dev/ttyUSB2
          channels: {rain: }
      """;

  @Test
  void prefersTheChannelToTheDeviceAndTheDeviceToAll() {
    HistoryRules rules = valid(RULES).history().rules();
    Duration month = Duration.ofDays(30);
    Duration minute = Duration.ofMinutes(1);
    assertAll(
        () ->
            assertEquals(
                new HistoryRule(true, minute, OptionalDouble.of(0.2), Duration.ofDays(365)),
                rules.of("board.temp")),
        () ->
            assertEquals(
                new HistoryRule(true, minute, OptionalDouble.of(0.5), month),
                rules.of("board.other")),
        () -> assertFalse(rules.of("board.noise").isOn()),
        () -> assertEquals(HistoryRule.all(month), rules.of("board.level")),
        () ->
            assertEquals(
                new HistoryRule(true, Duration.ofMinutes(5), OptionalDouble.of(2), month),
                rules.of("tank.depth")),
        () -> assertTrue(rules.of("tank.flow").isAll()),
        () -> assertFalse(rules.of("tank.pump").isOn()),
        () -> assertEquals(Duration.ofSeconds(10), rules.of("quiet.rain").every()));
  }

  @Test
  void keepsEverythingWhereNothingIsSaid() {
    HistoryRules rules =
        valid("devices: {a: {driver: firmware, port: /dev/ttyUSB0}}").history().rules();
    assertEquals(HistoryRule.all(Duration.ofDays(90)), rules.of("a.b"));
  }

  @Test
  void saysWhereARuleIsWrong() {
    assertEquals(
        List.of(
            "4:23 devices.a.history.every",
            "6:28 devices.a.channels.t.history.keep",
            "7:21 devices.a.channels.u.history",
            "8:43 devices.a.channels.v.history.deadband",
            "9:22 devices.a.channels.w.history.evry"),
        mistakes(
            """
            devices:
              a: {driver: firmware, port: /dev/ttyUSB0,
                 # a tenth is the least
                 history: {every: 50ms},
                 channels: {
                   t: {history: {keep: 1s}},
                   u: {history: of},
                   v: {history: {every: 0s, deadband: 1}},
                   w: {history: {evry: 1s}}}}
            """));
  }

  private static Configuration valid(String text) {
    return assertInstanceOf(Loaded.Valid.class, ConfigurationFile.parse(text)).configuration();
  }

  private static List<String> mistakes(String text) {
    return assertInstanceOf(Loaded.Invalid.class, ConfigurationFile.parse(text)).problems().stream()
        .map(HistoryRulesReaderTest::place)
        .toList();
  }

  private static String place(Mistake mistake) {
    return mistake.place().line() + ":" + mistake.place().column() + " " + mistake.path();
  }
}
