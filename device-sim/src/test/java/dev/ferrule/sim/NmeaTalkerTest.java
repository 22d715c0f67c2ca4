package dev.ferrule.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.protocol.Quality;
import dev.ferrule.sim.scenario.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NmeaTalkerTest extends BoardOnTerminal {

  private static final Scenario SCENARIO =
      Scenario.parse(
          """
          boards:
            - name: boat
              driver: nmea
              channels:
                - {key: latitude, unit: deg, wave: -48.1173}
                - {key: longitude, unit: deg, wave: 11.5166667}
                - {key: heading, unit: deg, wave: 274.07, period: 2s}
                - {key: oil, decimals: 1, wave: 3.5, period: 3s}
          """);

  NmeaTalkerTest() {
    super(SCENARIO, "boat");
  }

  @Test
  void talksInSentences() {
    clock.advance(Duration.ofSeconds(1));
    matches("\\$GPGGA,[0-9.]{9},4807\\.03800,S,01131\\.00000,E,1,,1\\.0,,M,,M,,\\*..");
    matches("\\$GPRMC,[0-9.]{9},A,4807\\.03800,S,01131\\.00000,E,,,[0-9]{6},,,A\\*..");
    clock.advance(Duration.ofSeconds(1));
    assertTrue(lines(3).contains("$HEHDT,274.07,T*19"));
    clock.advance(Duration.ofSeconds(1));
    assertTrue(lines(3).contains("$YXXDR,G,3.5,,oil*4A"));
  }

  @Test
  void losesItsFixWithItsSensor() {
    board.sensorFault("latitude", Quality.of(Quality.BAD, Quality.SENSOR_FAULT));
    clock.advance(Duration.ofSeconds(1));
    matches("\\$GPGGA,[0-9.]{9},,,,,0,00,1\\.0,,M,,M,,\\*..");
    matches("\\$GPRMC,[0-9.]{9},V,,,,,,,[0-9]{6},,,N\\*..");
  }

  private void matches(String regex) {
    String line = line();
    assertTrue(line.matches(regex), line);
  }

  private List<String> lines(int count) {
    return Stream.generate(this::line).limit(count).toList();
  }

  private String line() {
    return host.readLine().strip();
  }
}
