package dev.ferrule.sim.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.protocol.Kind;
import dev.ferrule.protocol.Quality;
import dev.ferrule.sim.scenario.EventPlan.Action;
import dev.ferrule.sim.scenario.EventPlan.ResetCause;
import dev.ferrule.sim.scenario.signal.Response;
import dev.ferrule.sim.scenario.yaml.Durations;
import dev.ferrule.sim.scenario.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ScenarioTest {

  private static final String FULL =
      """
      name: bench
      seed: 42
      boards:
        - name: rig
          link: rig-1
          driver: firmware
          firmware: rig 1.0
          model: Uno
          vendor: Example
          uid: "0a0b"
          baud: 115200
          window: 2
          receive_bytes: 96
          max_body: 64
          clock_hz: 10000
          drift_ppm: -50
          bus_powered: true
          reset_on_open: true
          faults:
            to_device: {flip: 0.001, lose: 0.002}
            to_host: {drop_frame: 0.1, repeat_frame: 0.2, delay_frame: 0.3, delay: 250ms}
          channels:
            - {key: temp, name: Temperature, unit: Cel, decimals: 1, min: -40, max: 85,
               period: 250ms, wave: {shape: sine, mean: 20, amplitude: 2, period: 1min}, noise: 0.1,
               follows: {lag: 30s, of: [{channel: heater, gain: 0.2, times: rig.door}]}}
            - {key: heater, access: rw, dangerous: true, safe: 0, max: 100}
            - {key: door, labels: {0: closed, 1: open}, period: 0s}
            - {key: water, kind: counter, integrates: {start: 5, rate: 0.1}}
      events:
        - {at: 10s, board: rig, do: unplug, for: 2s, every: 1min}
        - {at: 20s, board: rig, do: reset, cause: brown_out}
        - {at: 30s, board: rig, do: sensor_fault, channel: temp, quality: short, for: 5s}
      """;

  @Test
  void readsAllThatAScenarioCanSay() {
    Scenario scenario = Scenario.parse(FULL);
    assertEquals(42, scenario.seed());
    BoardPlan rig = scenario.board("rig").orElseThrow();
    assertEquals(List.of((byte) 10, (byte) 11), rig.identity().uid());
    assertEquals(new BoardPlan.Clock(10_000, -50, 0), rig.clock());
    assertEquals(0.002, rig.line().toDevice().lose());
    assertEquals(Duration.ofMillis(250), rig.line().toHost().delay());
    ChannelPlan temp = rig.channel("temp").orElseThrow();
    assertEquals(Optional.of(85.0), temp.range().max());
    assertEquals(Duration.ofMillis(250), temp.period());
    assertEquals(
        List.of(new Response.Term("rig.heater", 0.2, Optional.of("rig.door"))),
        temp.signal().response().orElseThrow().of());
    assertTrue(rig.channel("heater").orElseThrow().access().dangerous());
    assertEquals(Kind.ENUMERATION, rig.channel("door").orElseThrow().kind());
    assertEquals(
        List.of(
            new Action.Unplug(),
            new Action.Reset(ResetCause.BROWN_OUT),
            new Action.SensorFault("temp", Quality.of(Quality.BAD, Quality.SHORT_CIRCUIT))),
        scenario.events().stream().map(EventPlan::action).toList());
  }

  @Test
  void readsTheScenariosOfTheReadme() throws IOException {
    List<String> blocks = new ArrayList<>();
    Matcher matcher =
        Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("README.md")));
    while (matcher.find()) {
      blocks.add(matcher.group(1));
    }
    assertEquals(
        List.of(5, 3, 4),
        blocks.stream()
            .map(block -> Scenario.parse(block).boards().getFirst().channels().size())
            .toList());
  }

  @Test
  void reportsEverythingThatIsWrongAtOnceWithItsPlace() {
    var thrown =
        assertThrows(
            ScenarioException.class,
            () ->
                Scenario.parse(
                    """
                    boards:
                      - name: Rig
                        baud: fast
                        chanels: []
                        channels:
                          - {key: temp, period: 5, decimals: 12}
                          - {key: temp2, follows: {of: [{channel: tmp}]}}
                          - {key: lamp, access: rw, kind: switch, safe: 7}
                    events:
                      - {at: 1s, board: rigg, do: unplug}
                    """));
    assertEquals(
        List.of(
            "2:11: boards[0].name: \"Rig\" must be [a-z][a-z0-9_-]*, at most 64 letters",
            "3:11: boards[0].baud: \"fast\" must be a whole number, 300 to 10000000",
            "4:14: boards[0].chanels: is not known here, did you mean channels?",
            "6:29: boards[0].channels[0].period: \"5\" must be a time with a unit, such as 500us,"
                + " 20ms, 1.5s, 10min, 2h",
            "6:42: boards[0].channels[0].decimals: \"12\" must be 0 to 9",
            "8:9: boards[0].channels[2]: safe must be within min and max: 7.0",
            "10:5: events[0]: unplug needs a time with for",
            "10:21: events[0].board: \"rigg\" is no board, did you mean Rig?"),
        thrown.problems().stream().map(Problem::toString).toList());
  }

  @Test
  void findsReferencesThatNameNoChannel() {
    var thrown =
        assertThrows(
            ScenarioException.class,
            () -> Scenario.parse(FULL.replace("channel: heater", "channel: heatr")));
    assertEquals(
        "boards: rig.temp answers to rig.heatr, which is no channel, did you mean rig.heater?",
        thrown.problems().getFirst().path() + ": " + thrown.problems().getFirst().message());
  }

  @Test
  void saysWhereTextIsNoYaml() {
    var thrown =
        assertThrows(ScenarioException.class, () -> Scenario.parse("boards:\n  - {name: [\n"));
    assertEquals(1, thrown.problems().size());
    assertEquals(2, thrown.problems().getFirst().line());
  }

  @Test
  void refusesAnEmptyScenario() {
    assertThrows(ScenarioException.class, () -> Scenario.parse(""));
    assertThrows(ScenarioException.class, () -> Scenario.parse("- 1\n"));
  }

  @Test
  void refusesKeysThatComeTwice() {
    assertThrows(ScenarioException.class, () -> Scenario.parse(FULL + "seed: 4\n"));
  }

  @Test
  void readsTimesWithTheirUnits() {
    assertEquals(Duration.ofNanos(500_000), Durations.parse("500us"));
    assertEquals(Duration.ofMillis(1500), Durations.parse("1.5s"));
    assertEquals(Duration.ofMinutes(10), Durations.parse("10 min"));
    assertThrows(IllegalArgumentException.class, () -> Durations.parse("-1s"));
    assertThrows(IllegalArgumentException.class, () -> Durations.parse("99999h"));
  }
}
