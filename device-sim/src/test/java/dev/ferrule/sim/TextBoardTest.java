package dev.ferrule.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.protocol.Quality;
import dev.ferrule.sim.scenario.Scenario;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TextBoardTest extends BoardOnTerminal {

  private static final Scenario SCENARIO =
      Scenario.parse(
          """
          boards:
            - name: plain
              driver: text
              channels:
                - {key: temp, decimals: 1, period: 200ms,
                   wave: {shape: ramp, from: 20, to: 30, period: 10s}}
                - {key: hum, period: 200ms, wave: 40}
                - {key: fan, access: rw, max: 100, decimals: 2, period: 1s}
                - {key: lamp, access: rw, kind: switch, period: 1s}
                - {key: door, labels: {0: closed, 1: open}, period: 0s,
                   wave: {shape: square, low: 0, high: 1, period: 10s, duty: 0.5}}
          """);

  TextBoardTest() {
    super(SCENARIO, "plain");
  }

  @Test
  void printsALineForEachPeriod() {
    pass(1000);
    assertEquals("door=1", host.readLine());
    assertEquals("temp=20.2 hum=40", host.readLine());
    assertEquals("temp=20.4 hum=40", host.readLine());
    assertEquals("temp=20.6 hum=40", host.readLine());
    assertEquals("temp=20.8 hum=40", host.readLine());
    assertEquals("fan=0.00 lamp=0", host.readLine());
    assertEquals("temp=21.0 hum=40", host.readLine());
  }

  @Test
  void printsAChangeWhenItComes() {
    pass(5100);
    String line;
    do {
      line = host.readLine();
    } while (!line.equals("door=0"));
    assertEquals(0, board.value("door"));
  }

  @Test
  void obeysAndAnswersAndReportsBack() {
    host.write("fan = 42.5\r\nlamp=1\n");
    assertEquals("ok fan=42.50", host.readLine());
    assertEquals("fan=42.50 lamp=0", host.readLine());
    assertEquals("ok lamp=1", host.readLine());
    assertEquals("fan=42.50 lamp=1", host.readLine());
    assertEquals(42.5, board.value("fan"));
  }

  @Test
  void saysWhyItDoesNotObey() {
    host.write("fan=101\nlamp=0.5\nfan=x\ntemp=3\nfann=1\nhello\n");
    assertEquals("error fan range", host.readLine());
    assertEquals("error lamp range", host.readLine());
    assertEquals("error fan range", host.readLine());
    assertEquals("error temp read-only", host.readLine());
    assertEquals("error fann unknown", host.readLine());
    assertEquals("error hello form", host.readLine());
    assertEquals(2, board.counts().protocol().malformed());
  }

  @Test
  void survivesALineWithoutAnEnd() {
    host.write("x".repeat(1000));
    host.write("\nlamp=1\n");
    assertEquals("ok lamp=1", host.readLine());
    assertEquals(1, board.counts().protocol().overruns());
  }

  @Test
  void printsNanForABrokenSensor() {
    board.sensorFault("hum", Quality.of(Quality.BAD, Quality.SENSOR_FAULT));
    pass(200);
    assertEquals("door=1", host.readLine());
    assertEquals("temp=20.2 hum=nan", host.readLine());
  }

  private void pass(long millis) {
    clock.advance(Duration.ofMillis(millis));
  }
}
