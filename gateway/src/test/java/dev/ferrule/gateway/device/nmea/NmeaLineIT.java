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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The NMEA driver over the serial line to a simulated receiver on a real pseudo-terminal. */
@Timeout(300)
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
      loop.await(() -> events.values(LATITUDE).size() >= 10);
      assertTrue(loop.call(this::allAreTheOne), "another latitude");
      double ahead = loop.call(() -> events.values(CLOCK_DIFFERENCE).getLast());
      assertTrue(Math.abs(ahead) < 5, "the same machine's clock, " + ahead + " s off");

      board.faults(LineFaults.NONE, LineFaults.NONE.flipping(0.005).losing(0.005));
      int before = loop.call(() -> events.values(LATITUDE).size());
      loop.await(() -> events.values(LATITUDE).size() >= before + 50);
      assertTrue(loop.call(this::allAreTheOne), "another latitude");
      board.faults(LineFaults.NONE, LineFaults.NONE);

      board.sensorFault("latitude", Quality.of(Quality.BAD, Quality.SENSOR_FAULT));
      loop.await(() -> lastQuality() == Quality.of(Quality.BAD, Quality.NO_DATA));
      board.sensorFault("latitude", Quality.GOOD);
      loop.await(() -> lastQuality() == Quality.GOOD);

      board.unplug();
      loop.await(() -> events.states.getLast() instanceof DeviceState.Down);
      board.replug();
      loop.await(() -> events.states.getLast() instanceof DeviceState.Up);
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
}
