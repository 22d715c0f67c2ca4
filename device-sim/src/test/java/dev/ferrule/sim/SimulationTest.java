package dev.ferrule.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.protocol.Quality;
import dev.ferrule.protocol.link.LinkMessage;
import dev.ferrule.protocol.program.UnusableFile;
import dev.ferrule.sim.loop.ManualClock;
import dev.ferrule.sim.scenario.EventPlan.ResetCause;
import dev.ferrule.sim.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulationTest {

  private static final String TWO =
      """
      boards:
        - name: a
          channels:
            - {key: x, period: 100ms, wave: 1}
            - {key: out, access: rw, max: 9, safe: 3, period: 100ms}
        - name: b
          link: second
          bus_powered: true
          driver: text
          channels:
            - {key: y, access: rw, period: 100ms}
      """;

  private final ManualClock clock = new ManualClock();
  @TempDir private Path directory;

  @Test
  void plugsInEveryBoardAndLeavesNothing() throws IOException {
    Path inside = directory.resolve("made/for/it");
    Simulation simulation = Simulation.start(Scenario.parse(TWO), inside, clock);
    assertEquals(List.of("a", "second"), names(inside));
    assertEquals(inside.resolve("second"), simulation.board("b").link());
    assertThrows(IllegalArgumentException.class, () -> simulation.board("c"));
    simulation.close();
    simulation.close();
    assertEquals(List.of(), names(inside));
    assertThrows(IllegalStateException.class, () -> simulation.board("a").value("x"));
  }

  @Test
  void leavesNothingWhenALinkIsRefused() throws IOException {
    Files.writeString(directory.resolve("second"), "a file of somebody");
    assertThrows(UnusableFile.class, () -> Simulation.start(Scenario.parse(TWO), directory, clock));
    assertEquals(List.of("second"), names(directory));
    assertEquals("a file of somebody", Files.readString(directory.resolve("second")));
  }

  @Test
  void replacesTheLinkThatACrashLeft() throws IOException {
    Files.createSymbolicLink(directory.resolve("a"), Path.of("/dev/pts/4711"));
    try (var simulation = Simulation.start(Scenario.parse(TWO), directory, clock);
        Host host = Host.open(simulation.board("a"))) {
      assertEquals(1, host.begin(1).nonce());
    }
  }

  @Test
  void endsTheLineWhenUnpluggedAndStartsANewOne() {
    try (var simulation = Simulation.start(Scenario.parse(TWO), directory, clock)) {
      SimBoard a = simulation.board("a");
      try (Host host = Host.open(a)) {
        host.arm(1, 60_000);
        a.unplug();
        assertFalse(Files.exists(a.link(), LinkOption.NOFOLLOW_LINKS));
        host.terminal().awaitEnd();
      }
      a.unplug();
      a.replug();
      a.replug();
      try (Host again = Host.open(a)) {
        again.sendReliably(new LinkMessage.DictionaryGet(0));
        again.send(new LinkMessage.TimeRequest(5));
        again.await(LinkMessage.TimeResponse.class);
        assertEquals(1, a.counts().boots(), "it has power of its own");
      }
    }
  }

  @Test
  void boardOnBusPowerBootsWhenPluggedIn() {
    try (var simulation = Simulation.start(Scenario.parse(TWO), directory, clock)) {
      SimBoard b = simulation.board("b");
      try (Terminal host = Terminal.open(b.link())) {
        host.write("y=7\n");
        assertEquals("ok y=7", host.readLine());
      }
      b.unplug();
      assertEquals(0, b.value("y"));
      b.replug();
      assertEquals(2, b.counts().boots());
    }
  }

  @Test
  void silenceAndDeafnessCutOneWayEach() {
    try (var simulation = Simulation.start(Scenario.parse(TWO), directory, clock)) {
      SimBoard a = simulation.board("a");
      try (Host host = Host.open(a)) {
        host.begin(1);
        host.forget();
        a.silence(true);
        host.send(new LinkMessage.TimeRequest(1));
        assertTrue(a.await(x -> x.toHostCounts().muted() > 0, Duration.ofSeconds(10)));
        a.silence(false);
        a.deafness(true);
        host.send(new LinkMessage.TimeRequest(2));
        assertTrue(a.await(x -> x.toDeviceCounts().muted() > 0, Duration.ofSeconds(10)));
        a.deafness(false);
        host.send(new LinkMessage.TimeRequest(3));
        assertEquals(3, host.await(LinkMessage.TimeResponse.class).nonce());
      }
    }
  }

  @Test
  void outputsStartSafeAndEveryBootIsRecorded() {
    try (var simulation = Simulation.start(Scenario.parse(TWO), directory, clock)) {
      SimBoard a = simulation.board("a");
      assertEquals(3, a.value("out"));
      a.reset(ResetCause.BROWN_OUT);
      assertEquals(List.of(1L, 2L), a.effects().stream().map(effect -> effect.boot()).toList());
    }
  }

  @Test
  void letsTheEventsOfTheScenarioHappen() {
    String events =
        """
        events:
          - {at: 1s, board: a, do: unplug, for: 1s}
          - {at: 3s, board: a, do: reset, cause: software}
          - {at: 4s, board: a, do: sensor_fault, channel: x, for: 1s, every: 10s}
          - {at: 4s, board: a, do: damage, for: 1s, to_host: {drop_frame: 1}}
        """;
    try (var simulation = Simulation.start(Scenario.parse(TWO + events), directory, clock)) {
      SimBoard a = simulation.board("a");
      pass(1);
      assertFalse(Files.exists(a.link()));
      pass(1);
      assertTrue(Files.exists(a.link()));
      pass(1);
      assertEquals(2, a.counts().boots());
      try (Host host = Host.open(a)) {
        host.begin(1);
        host.learn();
        pass(2);
        host.forget();
        assertTrue(a.toHostCounts().framesDropped() >= 10);
        pass(10);
        Host.Row row = host.awaitRow(r -> r.quality("x") != Quality.GOOD);
        assertEquals(Quality.of(Quality.BAD, Quality.SENSOR_FAULT), row.quality("x"));
      }
    }
  }

  @Test
  void greenhouseHasItsThreeBoards() {
    Scenario greenhouse = Greenhouse.scenario();
    assertEquals(
        List.of("climate", "irrigation", "power"),
        greenhouse.boards().stream().map(board -> board.name()).toList());
    assertTrue(greenhouse.channel("power.heater").orElseThrow().access().dangerous());
    try (var simulation = Simulation.start(greenhouse, directory, clock)) {
      double before = simulation.board("irrigation").value("soil_a");
      clock.advance(Duration.ofHours(1));
      assertTrue(simulation.board("irrigation").value("soil_a") < before, "beds dry up");
    }
  }

  private void pass(long seconds) {
    clock.advance(Duration.ofSeconds(seconds));
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
