package dev.ferrule.sim.world;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.sim.loop.EventLoop;
import dev.ferrule.sim.loop.ManualClock;
import dev.ferrule.sim.scenario.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorldTest {

  private static final Scenario ROOM =
      Scenario.parse(
          """
          seed: 5
          boards:
            - name: a
              channels:
                - {key: temp, wave: 20, follows: {lag: 60s, of: [{channel: b.heater, gain: 0.1}]}}
                - {key: flow, follows: {of: [{channel: b.pump, gain: 12, times: b.valve}]}}
                - {key: tank, max: 100, integrates: {start: 90, rate: 0.5,
                   of: [{channel: flow, gain: -0.1}]}}
                - {key: walk, wave: {shape: walk, middle: 3, drift: 0.2, pull: 10s}, noise: 0.5}
                - {key: ramp, wave: {shape: ramp, from: 10, to: 20, period: 10s}}
                - {key: square, wave: {shape: square, low: 1, high: 5, period: 10s, duty: 0.3}}
                - {key: seq, wave: {shape: sequence}}
                - {key: stamp, wave: {shape: stamp}}
            - name: b
              channels:
                - {key: heater, access: rw, max: 100}
                - {key: pump, access: rw, kind: switch}
                - {key: valve, access: rw, kind: switch}
          """);

  private final ManualClock clock = new ManualClock();
  private final EventLoop loop = new EventLoop("test", clock);
  private final World world = loop.call(() -> new World(loop, ROOM));

  @AfterEach
  void stop() {
    loop.close();
  }

  @Test
  void heaterWarmsTheAirWithALag() {
    put("heater", 100);
    pass(60);
    assertEquals(20 + 10 * (1 - Math.exp(-1)), value("temp"), 0.02);
    put("heater", 0);
    pass(60);
    assertEquals(20 + 10 * (1 - Math.exp(-1)) * Math.exp(-1), value("temp"), 0.02);
  }

  @Test
  void waterFlowsOnlyThroughAnOpenValve() {
    put("pump", 1);
    pass(1);
    assertEquals(0, value("flow"));
    put("valve", 1);
    pass(1);
    assertEquals(12, value("flow"));
  }

  @Test
  void tankFillsToItsRimAndEmpties() {
    pass(30);
    assertEquals(100, value("tank"), 1e-9);
    put("pump", 1);
    put("valve", 1);
    pass(10);
    assertEquals(100 - 9.8 * 0.7, value("tank"), 0.2);
  }

  @Test
  void wavesAreWhereTimeIs() {
    pass(4);
    assertEquals(14, value("ramp"), 1e-9);
    assertEquals(1, value("square"));
    pass(8);
    assertEquals(12, value("ramp"), 1e-9);
    assertEquals(5, value("square"));
    assertEquals(12_000_000, sample("stamp"));
    assertEquals(List.of(0.0, 1.0, 2.0), List.of(sample("seq"), sample("seq"), sample("seq")));
  }

  @Test
  void sameSeedGivesTheSameCourseHoweverOftenSomebodyLooks() {
    List<Double> often = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      pass(0.1);
      often.add(value("walk"));
    }
    var other = loop.call(() -> new World(loop, ROOM));
    pass(10);
    double once = loop.call(() -> other.value(other.source("a", "walk")));
    assertEquals(often.getLast(), once);
    assertEquals(100, often.stream().distinct().count());
  }

  private void pass(double seconds) {
    clock.advance(Duration.ofNanos(Math.round(seconds * 1e9)));
  }

  private void put(String key, double value) {
    loop.run(() -> world.put(world.source("b", key), value));
  }

  private double value(String key) {
    return loop.call(() -> world.value(world.source("a", key)));
  }

  private double sample(String key) {
    return loop.call(() -> world.sample(world.source("a", key)));
  }
}
