package dev.ferrule.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.protocol.Quality;
import dev.ferrule.protocol.link.CommandStatus;
import dev.ferrule.sim.scenario.EventPlan.ResetCause;
import dev.ferrule.sim.scenario.Scenario;
import dev.ferrule.sim.scenario.ScenarioException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** The bytes of a GPIO board on its pseudo-terminal, in a time that the test moves. */
class GpioBoardTest extends BoardOnTerminal {

  private static final Scenario SCENARIO =
      Scenario.parse(
          """
          boards:
            - name: pi
              driver: gpio
              channels:
                - {key: door, line: 17, wave: {shape: square, low: 0, high: 1, period: 20ms}}
                - {key: bell, line: 18, wave: {shape: square, low: 0, high: 1, period: 200ms, duty: 0.1}}
                - {key: water, line: 27, kind: counter, wave: 100}
                - {key: pump, line: 23, access: rw, safe: 1}
                - {key: fan, line: 0, kind: number, access: rw, safe: 30}
          """);

  GpioBoardTest() {
    super(SCENARIO, "pi");
  }

  @Test
  void speaksWithAnAcknowledgedCheck() {
    host.write("1 hello*28cae44a\n");
    hearsBytes("1 ok 40 1 pi*fdb7ba4f\n");
    host.write("2 in 17 up both 0*a6b9ef70\n");
    hearsBytes("2 ok 1*086c7326\n");
  }

  @Test
  void tellsEachEdgeWithItsNumber() {
    ask("1 hello");
    ask("2 in 17 off both 0");
    clock.advance(Duration.ofMillis(40));

    hears("edge 17 1 0 0");
    hears("edge 17 2 1 0");
    hears("edge 17 3 0 0");
    hears("edge 17 4 1 0");
    assertEquals("lines 1 17:4:1", ask("look"));
  }

  @Test
  void tellsOnlyTheEdgesAskedFor() {
    ask("1 hello");
    ask("2 in 17 off rising 0");
    clock.advance(Duration.ofMillis(40));

    hears("edge 17 1 1 0");
    hears("edge 17 2 1 0");
  }

  @Test
  void pulsesAsOftenAsTheWaveSaysAndKnowsWhen() {
    ask("1 hello");
    ask("2 in 27 off both 0");
    for (int look = 1; look <= 50; look++) {
      clock.advance(Duration.ofMillis(10));
      hears("edge 27 " + (2 * look - 1) + " 1 5000");
      hears("edge 27 " + 2 * look + " 0 0");
    }
  }

  @Test
  void levelCountsOnlyOnceItHasLasted() {
    ask("1 hello");
    ask("2 in 17 off both 15000"); // never lasts longer than 10 ms
    ask("3 in 18 off both 15000"); // on for 20 ms, looked at every 10
    clock.advance(Duration.ofMillis(190));

    hears("edge 18 1 0 5000");
    assertEquals("lines 1 17:0:1 18:1:0", ask("look"));
  }

  @Test
  void outputHasItsFirstLevelInTheRequestItself() {
    ask("1 hello");
    assertEquals("2 ok 0", ask("2 out 23 push-pull 0"));
    assertEquals(0, board.value("pump"));
    assertEquals("3 ok 1", ask("3 set 23 1"));
    assertEquals(1, board.value("pump"));
    assertEquals("4 ok 45", ask("4 pwm p0 25000 45"));
    assertEquals("5 ok 55", ask("5 set p0 55"));
    assertEquals(55, board.value("fan"));
  }

  @Test
  void resistorDecidesOnceNobodyHoldsTheLine() {
    ask("1 hello");
    ask("2 out 23 push-pull 0");
    ask("3 free 23");
    assertEquals(1, board.value("pump"));

    ask("4 out 23 push-pull 0");
    ask("5 pwm p0 25000 45");
    host.close();

    assertTrue(board.await(b -> b.value("pump") == 1, Duration.ofSeconds(5)));
    assertTrue(board.await(b -> b.value("fan") == 30, Duration.ofSeconds(5)));
  }

  @Test
  void openDrainLeavesTheHighLevelToTheResistor() {
    ask("1 hello");
    assertEquals("2 ok 0", ask("2 out 23 open-drain 0"));
    assertEquals("3 ok 1", ask("3 set 23 1"));
    ask("4 free 23");
    assertEquals("5 ok 1", ask("5 out 23 open-source 0"));
  }

  @Test
  void refusedOutputDoesNotMove() {
    ask("1 hello");
    ask("2 out 23 push-pull 0");
    board.refuse("pump", CommandStatus.FAILED);
    assertEquals("3 ok 0", ask("3 set 23 1"));
    board.refuse("pump", CommandStatus.DONE);
    assertEquals("4 ok 1", ask("4 set 23 1"));
  }

  @Test
  void repeatedRequestIsDoneOnce() {
    ask("1 hello");
    assertEquals("2 ok 0", ask("2 out 23 push-pull 0"));
    int effects = board.effects().size();
    assertEquals("2 ok 0", ask("2 out 23 push-pull 0"));
    assertEquals(effects, board.effects().size());
    assertEquals("3 error busy", ask("3 out 23 push-pull 0"));
  }

  @Test
  void saysWhyNot() {
    ask("1 hello");
    assertEquals("2 error no such line; there are 0 to 39", ask("2 in 40 off both 0"));
    assertEquals("3 error no such PWM output; there are 0", ask("3 pwm p1 100 0"));
    assertEquals("4 error not requested as an output", ask("4 set 17 1"));
    assertEquals("5 error no such request: jump", ask("5 jump 17 1"));
  }

  @Test
  void damagedRequestDoesNotExist() {
    ask("1 hello");
    ask("2 out 23 push-pull 1");
    host.write(sealed("3 set 23 0").replace("set 23 0", "set 23 1"));
    counted(p -> p.crcErrors() == 1);
    assertEquals(1, board.value("pump"));
    host.write("x".repeat(200) + "\n");
    counted(p -> p.overruns() == 1);
    assertEquals("3 ok 0", ask("3 set 23 0"));
  }

  @Test
  void bootFreesEverythingAndSaysSo() {
    ask("1 hello");
    ask("2 out 23 push-pull 0");
    board.reset(ResetCause.BROWN_OUT);

    hears("lines 2");
    assertEquals(1, board.value("pump"));
    assertEquals("3 error not requested as an output", ask("3 set 23 0"));
    assertEquals("4 ok 40 2 pi", ask("4 hello"));
  }

  @Test
  void brokenSensorIsAnInputThatIsStuck() {
    board.sensorFault("door", Quality.of(Quality.BAD, Quality.SENSOR_FAULT));
    board.sensorFault("water", Quality.of(Quality.BAD, Quality.SENSOR_FAULT));
    ask("1 hello");
    ask("2 in 17 off both 0");
    ask("3 in 27 off both 0");
    clock.advance(Duration.ofMillis(100));
    assertEquals("lines 1 17:0:0 27:0:0", ask("look"));

    board.sensorFault("water", Quality.GOOD);
    clock.advance(Duration.ofMillis(10));
    hears("edge 27 1 1 5000");
  }

  @Test
  void saysWhatAScenarioHasWrong() {
    var problem =
        assertThrows(
            ScenarioException.class,
            () ->
                Scenario.parse(
                    """
                    boards:
                      - name: pi
                        driver: gpio
                        channels:
                          - {key: a, line: 40}
                          - {key: b}
                          - {key: c, line: 1, kind: float}
                          - {key: d, line: 2, access: rw, safe: 2, max: 5}
                          - {key: e, line: 3, period: 0s}
                    """));
    String all = String.valueOf(problem.getMessage());
    assertTrue(all.contains("must be 0 to 39"), all);
    assertTrue(all.contains("needs line"), all);
    assertTrue(all.contains("of a line is switch, counter"), all);
    assertTrue(all.contains("is 0 or 1"), all);
    assertTrue(all.contains("is how often the line is looked at"), all);
  }

  @Test
  void oneLineIsForOneChannelButPwmIsNumberedForItself() {
    String pi =
        """
        boards:
          - name: pi
            driver: gpio
            channels: [{key: a, line: 1}, {key: b, line: 1, %s}]
        """;
    assertTrue(
        String.valueOf(
                assertThrows(
                        ScenarioException.class, () -> Scenario.parse(pi.formatted("access: rw")))
                    .getMessage())
            .contains("a line that another channel has"));
    assertEquals(
        "[1, p1]",
        Scenario.parse(pi.formatted("access: rw, kind: number"))
            .boards()
            .getFirst()
            .channels()
            .stream()
            .map(channel -> channel.pin().orElseThrow())
            .toList()
            .toString());
  }

  private String ask(String request) {
    host.write(sealed(request));
    return opened(host.readLine());
  }

  private void hears(String text) {
    assertEquals(text, opened(host.readLine()));
  }

  private void hearsBytes(String line) {
    byte[] wanted = line.getBytes(StandardCharsets.US_ASCII);
    assertArrayEquals(wanted, host.read(wanted.length));
  }

  private static String sealed(String text) {
    return text + "*%08x\n".formatted(check(text));
  }

  private static String opened(String line) {
    String text = line.substring(0, line.indexOf('*'));
    assertEquals(sealed(text), line + "\n");
    return text;
  }

  private static int check(String text) {
    var crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.US_ASCII));
    return (int) crc.getValue();
  }
}
