package dev.ferrule.gateway.device.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.CommandProgress.Done;
import dev.ferrule.gateway.device.CommandProgress.Written;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.device.DeviceRuntime;
import dev.ferrule.gateway.device.RecordedEvents;
import dev.ferrule.gateway.device.serial.SerialLine;
import dev.ferrule.gateway.device.serial.SerialSettings;
import dev.ferrule.gateway.loop.ThreadLoop;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.sim.SimBoard;
import dev.ferrule.sim.Simulation;
import dev.ferrule.sim.loop.SimClock;
import dev.ferrule.sim.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The text driver over the serial line to a simulated board on a real pseudo-terminal. */
@Timeout(300)
class TextLineIT {

  private static final int TEMP = 0;
  private static final int PUMP = 1;

  @TempDir private Path directory;

  private final ThreadLoop loop = new ThreadLoop();
  private final RecordedEvents events = new RecordedEvents();

  @Test
  void readsSwitchesNoticesAndLeavesSafe() throws Exception {
    try (var simulation =
        Simulation.start(
            Scenario.parse(
                """
                boards:
                  - name: bed
                    driver: text
                    channels:
                      - {key: temp, unit: Cel, decimals: 1, period: 20ms, wave: 21.5}
                      - {key: pump, kind: switch, access: rw, period: 0s}
                """),
            directory,
            SimClock.system())) {
      SimBoard board = simulation.board("bed");
      DeviceRuntime device = connect(board);
      loop.await(() -> events.values(TEMP).size() >= 10);
      assertEquals(21.5, loop.call(() -> events.values(TEMP).getLast()));
      loop.await(
          () -> events.counts.frames() > 0 && events.counts.bytes() > events.counts.frames());
      long age = System.currentTimeMillis() - loop.call(() -> events.counts.lastFrame());
      assertTrue(age >= 0 && age < 10_000, "last frame " + age + " ms ago");

      device.sendCommand(new DeviceCommand("on", PUMP, 1, loop.nanoTime() + 60_000_000_000L));
      loop.await(() -> events.progress("on").equals(List.of(new Written(), new Done(1))));
      loop.await(() -> events.values(PUMP).contains(1.0));

      board.unplug();
      loop.await(() -> events.states.getLast() instanceof DeviceState.Down);
      board.replug();
      loop.await(() -> events.states.getLast() instanceof DeviceState.Up);

      device.sendCommand(new DeviceCommand("again", PUMP, 1, loop.nanoTime() + 60_000_000_000L));
      loop.await(() -> events.progress("again").size() == 2);
      device.close();
      assertTrue(board.await(b -> b.value("pump") == 0, Duration.ofSeconds(2)), "not safe");
    } finally {
      loop.close();
    }
  }

  private DeviceRuntime connect(SimBoard board) {
    var settings =
        new TextSettings(
            List.of(
                TextBoards.sensor("temp"),
                TextBoards.relay("pump", Optional.of("ok {key}={value}"))));
    var line = new SerialLine(new SerialSettings(board.link().toString()), "bed", loop);
    var driver = new TextDriver("bed", settings, loop, events);
    var device = new DeviceRuntime("bed", loop, line, driver, events);
    device.start();
    return device;
  }
}
