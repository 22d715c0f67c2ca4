package dev.ferrule.gateway.device.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.device.DeviceEvents;
import dev.ferrule.gateway.device.DeviceRuntime;
import dev.ferrule.gateway.device.serial.SerialLine;
import dev.ferrule.gateway.device.serial.SerialSettings;
import dev.ferrule.gateway.loop.ThreadLoop;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.sim.SimBoard;
import dev.ferrule.sim.Simulation;
import dev.ferrule.sim.loop.SimClock;
import dev.ferrule.sim.scenario.Scenario;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The driver over the serial line to a simulated board on a real pseudo-terminal. */
@Timeout(300)
class FirmwareLineIT {

  private static final int CYCLES = 40;

  @TempDir private Path directory;

  private final ThreadLoop loop = new ThreadLoop();
  private final Reported reported = new Reported();
  private Simulation simulation;
  private SimBoard board;
  private DeviceRuntime device;

  @BeforeEach
  void connect() throws InterruptedException {
    simulation =
        Simulation.start(
            Scenario.parse(
                """
                boards:
                  - name: bed
                    channels:
                      - {key: temp, unit: Cel, decimals: 1, period: 20ms, wave: 21.5}
                      - {key: pump, kind: switch, access: rw, period: 1s}
                """),
            directory,
            SimClock.system());
    board = simulation.board("bed");
    var line = new SerialLine(new SerialSettings(board.link().toString()), "bed", loop);
    var driver = new FirmwareDriver("bed", FirmwareSettings.DEFAULT, loop, reported);
    device = new DeviceRuntime("bed", loop, line, driver, reported);
    device.start();
    reported.await("up");
  }

  @AfterEach
  void stop() {
    device.close();
    loop.close();
    simulation.close();
  }

  @Test
  void bringsReadings() throws InterruptedException {
    ReadingBatch batch = reported.readings.take();
    assertEquals(0, batch.firstChannel());
    assertEquals(21.5, batch.valueAt(0, 0), 1e-9);
    long age = System.currentTimeMillis() - batch.times()[0];
    assertTrue(age >= -5 && age < 1_000, "age " + age + " ms");
  }

  @Test
  void switchesAnOutputAndHearsOfIt() throws InterruptedException {
    long deadline = loop.nanoTime() + 1_000_000_000L;
    device.sendCommand(new DeviceCommand("on", 1, 1, deadline));
    assertInstanceOf(CommandProgress.Written.class, reported.progress.take());
    assertEquals(new CommandProgress.Done(1), reported.progress.take());
    assertEquals(1, board.value("pump"));
  }

  @Test
  void isGoodAgainSoonAfterEachReplug() throws InterruptedException {
    List<Long> back = new ArrayList<>();
    for (int cycle = 0; cycle < CYCLES; cycle++) {
      board.unplug();
      reported.await("down");
      long plugged = System.nanoTime();
      board.replug();
      reported.await("up");
      back.add((System.nanoTime() - plugged) / 1_000_000);
    }
    Collections.sort(back);
    System.out.printf(
        "replug to up: p50 %d ms, worst %d ms%n", back.get(CYCLES / 2), back.getLast());
    assertTrue(back.getLast() <= 3_000, "worst " + back.getLast() + " ms");
  }

  /** What the device reported, for the test's thread to wait for. */
  private static final class Reported implements DeviceEvents {
    private final BlockingQueue<String> states = new LinkedBlockingQueue<>();
    private final BlockingQueue<ReadingBatch> readings = new LinkedBlockingQueue<>();
    private final BlockingQueue<CommandProgress> progress = new LinkedBlockingQueue<>();

    void await(String word) throws InterruptedException {
      String last = "";
      while (!word.equals(last)) {
        String before = last;
        last =
            Objects.requireNonNull(
                states.poll(60, TimeUnit.SECONDS), () -> "not " + word + " but " + before);
      }
    }

    @Override
    public void state(DeviceState state) {
      states.add(state.word());
    }

    @Override
    public void channels(List<Channel> channels) {}

    @Override
    public void readings(ReadingBatch batch) {
      readings.add(batch);
    }

    @Override
    public void command(String id, CommandProgress told) {
      progress.add(told);
    }

    @Override
    public void note(System.Logger.Level level, String text) {}
  }
}
