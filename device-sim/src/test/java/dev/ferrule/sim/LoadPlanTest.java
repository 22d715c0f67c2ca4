package dev.ferrule.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ferrule.sim.loop.ManualClock;
import dev.ferrule.sim.scenario.BoardPlan;
import dev.ferrule.sim.scenario.LoadPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadPlanTest {

  @TempDir private Path directory;

  @Test
  void readsItsForm() {
    assertEquals(
        new LoadPlan(
            2, 3, 12.5, BoardPlan.Driver.TEXT, 9600, 0.5, Optional.of(Duration.ofSeconds(10))),
        LoadPlan.parse(
            "boards=2, channels=3,rate=12.5,driver=text,baud=9600,noise=0.5,duration=10s"));
    assertEquals(32_000, LoadPlan.parse("boards=8").readingsPerSecond());
    assertThrows(IllegalArgumentException.class, () -> LoadPlan.parse("rate=10001"));
    assertThrows(IllegalArgumentException.class, () -> LoadPlan.parse("driver=modbus"));
    assertThrows(IllegalArgumentException.class, () -> LoadPlan.parse("boards"));
  }

  @Test
  void everyRowCarriesItsNumberAndItsTime() {
    var clock = new ManualClock();
    LoadPlan plan = LoadPlan.parse("boards=2,channels=5,rate=5000");
    try (var simulation = Simulation.start(plan.scenario(), directory, clock);
        Host host = Host.open(simulation.board("load1"))) {
      host.arm(1, 60_000);
      host.forget();
      long before = simulation.board("load1").counts().rows();
      List<Host.Row> rows = new ArrayList<>();
      for (int step = 0; step < 100; step++) {
        clock.advance(Duration.ofMillis(1));
        int due = 5 * (step + 1);
        host.until(() -> host.rows().size() == due);
      }
      rows.addAll(host.rows());
      assertEquals(500, simulation.board("load1").counts().rows() - before);
      double first = rows.getFirst().value("seq");
      assertEquals(
          IntStream.range(0, 500).mapToObj(i -> first + i).toList(),
          rows.stream().map(row -> row.value("seq")).toList());
      assertEquals(clock.nanos() / 1000.0, rows.getLast().value("t"));
    }
  }
}
