package dev.ferrule.gateway.device.gpio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.device.gpio.GpioChannel.Edge;
import dev.ferrule.gateway.device.gpio.GpioChannel.Pull;
import dev.ferrule.gateway.device.gpio.chip.Chip;
import dev.ferrule.gateway.device.gpio.chip.ChipTrouble;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.LinkCounts;
import dev.ferrule.protocol.link.CommandStatus;
import dev.ferrule.sim.SimBoard;
import dev.ferrule.sim.Simulation;
import dev.ferrule.sim.line.LineFaults;
import dev.ferrule.sim.loop.ManualClock;
import dev.ferrule.sim.scenario.EventPlan.ResetCause;
import dev.ferrule.sim.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The driver with a board of the simulator, over its pseudo-terminal; the test makes the edges. */
@Timeout(300)
class SimulatedBoardTest {

  /** The door opens and closes every 20 ms, at the looks at 10, 20, 30 … ms. */
  private static final Scenario SCENARIO =
      Scenario.parse(
          """
          boards:
            - name: pi
              driver: gpio
              channels:
                - {key: door, line: 17, wave: {shape: square, low: 0, high: 1, period: 20ms}}
                - {key: water, line: 27, kind: counter, wave: 100}
                - {key: pump, line: 23, access: rw, safe: 1}
                - {key: fan, line: 0, kind: number, access: rw}
            - name: other
              driver: text
              channels: [{key: t}]
          """);

  private static final Duration EDGE = Duration.ofMillis(10);

  private static final GpioChannel DOOR = GpioRig.input("door", 17, false);
  private static final GpioChannel PUMP = GpioRig.output("pump", 23, true, 0);
  private static final GpioChannel FAN =
      new GpioChannel("fan", "Fan", 0, false, new GpioChannel.Pwm(25_000, 30, false));
  private static final GpioChannel WATER =
      new GpioChannel(
          "water",
          "Water",
          27,
          false,
          new GpioChannel.Counter(Pull.OFF, Duration.ZERO, Edge.FALLING, GpioChannel.MIN_PERIOD));

  @TempDir private Path directory;
  private final ManualClock clock = new ManualClock();
  private Simulation simulation;
  private SimBoard board;

  @BeforeEach
  void play() {
    simulation = Simulation.start(SCENARIO, directory, clock);
    board = simulation.board("pi");
  }

  @AfterEach
  void end() {
    simulation.close();
  }

  @Test
  void edgesBecomeReadingsInOrder() {
    try (var rig = GpioRig.on(board.link(), DOOR)) {
      for (int i = 1; i <= 500; i++) {
        int told = i + 1;
        clock.advance(EDGE);
        if (i % 50 == 0) {
          rig.await("read", e -> e.values(0).size() == told);
        }
      }

      List<Double> values = rig.told(e -> List.copyOf(e.values(0)));
      for (int i = 0; i <= 500; i++) {
        assertEquals(i % 2 == 0 ? 1.0 : 0.0, values.get(i), "edge " + i);
      }
      assertEquals(List.of(), rig.told(e -> List.copyOf(e.notes)));
    }
  }

  @Test
  void pulsesAreCounted() {
    try (var rig = GpioRig.on(board.link(), WATER)) {
      clock.advance(Duration.ofSeconds(1));
      rig.await("counted", e -> e.values(0).contains(100.0));
      clock.advance(Duration.ofMillis(500));
      rig.await("counted on", e -> e.values(0).contains(150.0));
    }
  }

  @Test
  void outputsStartSafeFollowAndAreLetGo() {
    try (var rig = GpioRig.on(board.link(), PUMP, FAN)) {
      assertEquals(1, board.value("pump"), "low means on");
      assertEquals(30, board.value("fan"));
      assertEquals(List.of(0.0), rig.told(e -> e.values(0)));
      assertEquals(List.of(30.0), rig.told(e -> e.values(1)));

      assertEquals(
          List.of(new CommandProgress.Written(), new CommandProgress.Done(1)), rig.command(0, 1));
      assertEquals(
          List.of(new CommandProgress.Written(), new CommandProgress.Done(55)), rig.command(1, 55));
      assertEquals(0, board.value("pump"));
      assertEquals(55, board.value("fan"));
    }
    assertTrue(board.await(b -> b.value("pump") == 1, Duration.ofSeconds(5)), "its resistor");
    assertTrue(board.await(b -> b.value("fan") == 0, Duration.ofSeconds(5)), "its resistor");
  }

  @Test
  void outputThatDoesNotMoveIsNoSuccess() {
    try (var rig = GpioRig.on(board.link(), PUMP)) {
      board.refuse("pump", CommandStatus.FAILED);
      var failed = assertInstanceOf(CommandProgress.Failed.class, rig.command(0, 1).getLast());
      assertEquals(Reason.DEVICE_FAILED, failed.reason());
      assertEquals(List.of(0.0, 0.0), rig.told(e -> e.values(0)));
    }
  }

  @Test
  void unpluggedBoardIsDownAndComesBackWithSafeOutputs() {
    try (var rig = GpioRig.on(board.link(), DOOR, PUMP)) {
      rig.command(1, 1);
      board.unplug();

      rig.await("down", e -> e.states.contains(down("unplugged: " + board.link() + " went away")));
      assertEquals(1, board.value("pump"), "its resistor");
      board.replug();

      rig.await("up again", e -> e.states.getLast().equals(new DeviceState.Up()));
      rig.await("told", e -> e.values(1).equals(List.of(0.0, 1.0, 0.0)));
      clock.advance(EDGE);
      rig.await("edges", e -> e.values(0).equals(List.of(1.0, 1.0, 0.0)));
      assertEquals(List.of(), rig.told(e -> List.copyOf(e.notes)));
    }
  }

  @Test
  void boardThatStartsAgainIsRequestedAgain() {
    try (var rig = GpioRig.on(board.link(), PUMP)) {
      rig.command(0, 1);
      board.reset(ResetCause.WATCHDOG);

      rig.await(
          "down",
          e -> e.states.contains(down("the board behind " + board.link() + " started again")));
      rig.await("safe again", e -> e.values(0).equals(List.of(0.0, 1.0, 0.0)));
      rig.command(0, 1);
      assertEquals(0, board.value("pump"));
    }
  }

  @Test
  void damagedBytesAreLostEdgesAndNeverAWrongLevel() {
    var settings = new GpioSettings(new GpioChip.Board(board.link()), "", List.of(DOOR));
    var levels = new ConcurrentSkipListMap<Long, Double>();
    Chip chip = settings.chip().open("");
    try (var _ = Lines.open(settings, chip, (_, value, _, number) -> levels.put(number, value))) {
      chip.whenLost(_ -> {});
      board.faults(LineFaults.NONE, LineFaults.NONE.flipping(0.01).losing(0.01));
      for (int i = 0; i < 500; i++) {
        clock.advance(EDGE);
      }
      board.faults(LineFaults.NONE, LineFaults.NONE);

      await("the last level", () -> levels.containsKey(500L));
      levels.forEach((number, value) -> assertEquals(number % 2 == 0 ? 1.0 : 0.0, value));
      LinkCounts counts = chip.counts();
      assertTrue(counts.damaged() > 0 && levels.size() < 500, counts::toString);
      assertEquals(Long.valueOf(500 - levels.size()), counts.details().get("lost edges"));
    }
  }

  @Test
  void lostEdgesAreToldAndTheLastLevelIsKnown() {
    try (var rig = GpioRig.on(board.link(), DOOR)) {
      board.silence(true);
      clock.advance(EDGE.multipliedBy(3));
      board.silence(false);

      rig.await("last level", e -> e.values(0).equals(List.of(1.0, 0.0)));
      rig.await("told", e -> e.notes.equals(List.of("edges are missing: 2 were lost on the way")));
      rig.await(
          "counted", e -> e.counts.details().equals(Map.of("late edges", 1L, "lost edges", 2L)));
    }
  }

  @Test
  void lostRequestIsRepeatedAndDoneOnce() {
    try (var rig = GpioRig.on(board.link(), PUMP)) {
      int effects = board.effects().size();
      board.silence(true);
      rig.device.sendCommand(new DeviceCommand("c", 0, 1, rig.loop.nanoTime() + 5_000_000_000L));
      assertTrue(board.await(b -> b.value("pump") == 0, Duration.ofSeconds(5)));
      board.silence(false);

      rig.await("done", e -> e.progress("c").contains(new CommandProgress.Done(1)));
      assertEquals(effects + 1, board.effects().size());
    }
  }

  @Test
  void silentBoardIsDownUntilItSpeaks() {
    try (var rig = GpioRig.on(board.link(), PUMP)) {
      board.silence(true);
      rig.await(
          "down",
          e -> e.states.contains(down("silent: nothing came from " + board.link() + " for 2 s")));
      board.silence(false);
      rig.await("up again", e -> e.states.getLast().equals(new DeviceState.Up()));
    }
  }

  @Test
  void commandToADeafBoardIsLost() {
    try (var rig = GpioRig.on(board.link(), PUMP)) {
      board.deafness(true);
      var lost = assertInstanceOf(CommandProgress.Lost.class, rig.command(0, 1).getLast());
      assertEquals(Reason.LINK_LOST, lost.reason());
      assertEquals("no answer from " + board.link(), lost.text());
      board.deafness(false);
      rig.await("up again", e -> e.states.getLast().equals(new DeviceState.Up()));
      assertEquals(1, board.value("pump"));
    }
  }

  @Test
  void saysWhyThereIsNoChip() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "precious");
    assertEquals(
        "no such board: /nowhere/pi; play its scenario with ferrule sim",
        trouble(Path.of("/nowhere/pi")));
    assertEquals(file + " is no link of a simulated board", trouble(file));
    assertEquals("precious", Files.readString(file));
    Path text = simulation.board("other").link();
    assertEquals(
        "nothing behind "
            + text
            + " answers as a GPIO board; play a scenario whose board has driver: gpio",
        trouble(text));
    try (Chip chip = new GpioChip.Board(board.link()).open("")) {
      assertEquals("in use: another process holds " + board.link(), trouble(board.link()));
      assertEquals(
          "no line 40: the board behind " + board.link() + " has 0 to 39",
          assertThrows(ChipTrouble.class, () -> chip.check(Set.of(1, 40))).getMessage());
    }
  }

  @Test
  void saysWhichPwmOutputIsMissing() {
    var fan = new GpioChannel("fan", "Fan", 3, false, new GpioChannel.Pwm(100, 0, false));
    var settings = new GpioSettings(new GpioChip.Board(board.link()), "", List.of(fan));
    var thrown =
        assertThrows(
            RuntimeException.class,
            () -> Lines.open(settings, settings.chip().open(""), (_, _, _, _) -> {}));
    assertTrue(
        String.valueOf(thrown.getMessage()).contains("no such PWM output"), thrown::toString);
  }

  private static String trouble(Path link) {
    return String.valueOf(
        assertThrows(ChipTrouble.class, () -> new GpioChip.Board(link).open("").close())
            .getMessage());
  }

  private static DeviceState down(String reason) {
    return new DeviceState.Down(reason);
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "not " + what);
      Thread.onSpinWait();
    }
  }
}
