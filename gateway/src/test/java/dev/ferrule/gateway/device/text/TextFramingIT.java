package dev.ferrule.gateway.device.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.DeviceRuntime;
import dev.ferrule.gateway.device.RecordedEvents;
import dev.ferrule.gateway.device.serial.SerialLine;
import dev.ferrule.gateway.device.serial.SerialSettings;
import dev.ferrule.gateway.device.text.fields.FieldFormat;
import dev.ferrule.gateway.device.text.framing.Check;
import dev.ferrule.gateway.device.text.framing.Framing;
import dev.ferrule.gateway.device.text.framing.Framing.Cut;
import dev.ferrule.gateway.loop.ThreadLoop;
import dev.ferrule.sim.Simulation;
import dev.ferrule.sim.loop.SimClock;
import dev.ferrule.sim.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each framing with a check over a real pseudo-terminal that flips bits: what arrives is right, and
 * what is damaged is counted.
 */
@Timeout(300)
class TextFramingIT {

  private static final Check CRC = new Check(Check.Kind.CRC16_MODBUS, false, (char) 0, true, 0);

  @TempDir private Path directory;

  private final ThreadLoop loop = new ThreadLoop();
  private final RecordedEvents events = new RecordedEvents();

  static Stream<Arguments> framings() {
    return Stream.of(
        Arguments.of("delimiter", "csv", new Cut.Delimiter("\r\n;")),
        Arguments.of(
            "length", "json", new Cut.LengthPrefixed("\u00aaU", 2, false, Cut.Counts.PAYLOAD)),
        Arguments.of("gap", "pairs", new Cut.Gap(Duration.ofMillis(10))),
        Arguments.of("slip", "csv", new Cut.Slip()),
        Arguments.of("cobs", "json", new Cut.Cobs()));
  }

  @ParameterizedTest
  @MethodSource("framings")
  void bringsOnlyWhatIsRightOverABadLine(String word, String row, Cut cut) throws Exception {
    Scenario scenario =
        Scenario.parse(
            """
            seed: 5
            boards:
              - name: bed
                driver: text
                framing: %s
                row: %s
                check: crc16-modbus
                channels:
                  - {key: temp, decimals: 1, period: 40ms, wave: 21.5}
                  - {key: hum, period: 40ms, wave: 40}
                faults: {to_host: {flip: 0.003}}
            """
                .formatted(word, row));
    FieldFormat format =
        switch (row) {
          case "csv" -> new FieldFormat.Columns(',', List.of("temp", "hum"));
          case "json" -> new FieldFormat.Json();
          default -> new FieldFormat.Pairs();
        };
    var settings =
        new TextSettings(
            new Framing(cut, Optional.of(CRC), 256),
            format,
            Optional.empty(),
            List.of(TextBoards.sensor("temp"), TextBoards.sensor("hum")));
    try (var simulation = Simulation.start(scenario, directory, SimClock.system())) {
      String port = simulation.board("bed").link().toString();
      var line = new SerialLine(new SerialSettings(port), "bed", loop);
      var driver = new TextDriver("bed", settings, loop, events);
      var device = new DeviceRuntime("bed", loop, line, driver, events);
      device.start();
      loop.await(
          () ->
              driver.statistics().frames() >= 60
                  && driver.statistics().refused().values().stream().anyMatch(n -> n > 0));
      assertEquals(Set.of(21.5), Set.copyOf(loop.call(() -> events.values(0))));
      assertEquals(Set.of(40.0), Set.copyOf(loop.call(() -> events.values(1))));
      assertTrue(loop.call(() -> !events.notes.isEmpty()), "nothing in the log");
      device.close();
    } finally {
      loop.close();
    }
  }
}
