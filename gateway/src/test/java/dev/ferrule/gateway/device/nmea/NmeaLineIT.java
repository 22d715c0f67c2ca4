package dev.ferrule.gateway.device.nmea;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.DeviceRuntime;
import dev.ferrule.gateway.device.RecordedEvents;
import dev.ferrule.gateway.device.serial.SerialLine;
import dev.ferrule.gateway.device.serial.SerialSettings;
import dev.ferrule.gateway.loop.ThreadLoop;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.protocol.Quality;
import dev.ferrule.sim.SimBoard;
import dev.ferrule.sim.Simulation;
import dev.ferrule.sim.line.LineFaults;
import dev.ferrule.sim.loop.SimClock;
import dev.ferrule.sim.scenario.Scenario;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The NMEA driver over the serial line to a simulated receiver on a real pseudo-terminal. */
@Timeout(30)
class NmeaLineIT {

  private static final int LATITUDE = 0;
  private static final int CLOCK_DIFFERENCE = 4;

  @TempDir private Path directory;

  private final ThreadLoop loop = new ThreadLoop();
  private final RecordedEvents events = new RecordedEvents();

  @Test
  void hearsAReceiverThroughNoiseLostFixAndUnplugging() throws Exception {
    try (var simulation =
        Simulation.start(
            Scenario.parse(
                """
                boards:
                  - name: gps
                    driver: nmea
                    channels:
                      - {key: latitude, period: 20ms, wave: -48.1173}
                      - {key: longitude, period: 20ms, wave: 11.5}
                """),
            directory,
            SimClock.system())) {
      SimBoard board = simulation.board("gps");
      var line = new SerialLine(new SerialSettings(board.link().toString(), 4800), "gps", loop);
      var driver = new NmeaDriver("gps", NmeaSettings.GPS, loop, events, (_, _) -> {});
      var device = new DeviceRuntime("gps", loop, line, driver, events);
      device.start();
      await(() -> events.values(LATITUDE).size() >= 10);
      assertTrue(onLoop(this::allAreTheOne), "another latitude");
      double ahead = onLoop(() -> events.values(CLOCK_DIFFERENCE).getLast());
      assertTrue(Math.abs(ahead) < 5, "the same machine's clock, " + ahead + " s off");

      board.faults(LineFaults.NONE, LineFaults.NONE.flipping(0.005).losing(0.005));
      int before = onLoop(() -> events.values(LATITUDE).size());
      await(() -> events.values(LATITUDE).size() >= before + 50);
      assertTrue(onLoop(this::allAreTheOne), "another latitude");
      board.faults(LineFaults.NONE, LineFaults.NONE);

      board.sensorFault("latitude", Quality.of(Quality.BAD, Quality.SENSOR_FAULT));
      await(() -> lastQuality() == Quality.of(Quality.BAD, Quality.NO_DATA));
      board.sensorFault("latitude", Quality.GOOD);
      await(() -> lastQuality() == Quality.GOOD);

      board.unplug();
      await(() -> events.states.getLast() instanceof DeviceState.Down);
      board.replug();
      await(() -> events.states.getLast() instanceof DeviceState.Up);
      device.close();
    } finally {
      loop.close();
    }
  }

  private boolean allAreTheOne() {
    return events.values(LATITUDE).stream().allMatch(v -> Math.abs(v + 48.1173) < 1e-9);
  }

  private int lastQuality() {
    ReadingBatch last =
        events.batches.stream()
            .filter(b -> b.firstChannel() == LATITUDE)
            .reduce((_, later) -> later)
            .orElseThrow();
    return last.qualityAt(0, 0);
  }

  private void await(Callable<Boolean> condition) throws Exception {
    while (!onLoop(condition)) {
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }

  private <R> R onLoop(Callable<R> task) throws Exception {
    var future = new FutureTask<>(task);
    loop.execute(future);
    return future.get(10, TimeUnit.SECONDS);
  }
}
