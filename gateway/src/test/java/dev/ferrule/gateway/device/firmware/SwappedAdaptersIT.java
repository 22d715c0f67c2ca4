package dev.ferrule.gateway.device.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.DeviceEvents;
import dev.ferrule.gateway.device.DeviceRuntime;
import dev.ferrule.gateway.device.serial.SerialLine;
import dev.ferrule.gateway.device.serial.SerialSettings;
import dev.ferrule.gateway.device.serial.ports.FakeMachine;
import dev.ferrule.gateway.device.serial.ports.PortName;
import dev.ferrule.gateway.device.serial.ports.PortPath;
import dev.ferrule.gateway.device.serial.ports.UsbIdentity;
import dev.ferrule.gateway.device.serial.ports.UsbMatch;
import dev.ferrule.gateway.loop.ThreadLoop;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.sim.SimBoard;
import dev.ferrule.sim.Simulation;
import dev.ferrule.sim.board.BoardState;
import dev.ferrule.sim.loop.SimClock;
import dev.ferrule.sim.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two boards on two adapters that change places while both are read: bed says 10, tank 90. */
@Timeout(300)
class SwappedAdaptersIT {

  private static final int ROUNDS = 5;

  @TempDir private Path root;

  private final ThreadLoop loop = new ThreadLoop();
  private FakeMachine machine;
  private Simulation simulation;
  private Adapter bedAdapter;
  private Adapter tankAdapter;
  private final List<Device> devices = new ArrayList<>();

  @BeforeEach
  void power() throws IOException {
    machine = new FakeMachine(root.resolve("machine"));
    simulation =
        Simulation.start(
            Scenario.parse(
                """
                boards:
                  - name: bed
                    firmware: bed 1.0
                    channels:
                      - {key: level, decimals: 0, period: 10ms, wave: 10}
                      - {key: pump, kind: switch, access: rw, period: 50ms}
                  - name: tank
                    firmware: tank 1.0
                    channels:
                      - {key: level, decimals: 0, period: 10ms, wave: 90}
                      - {key: pump, kind: switch, access: rw, period: 50ms}
                """),
            Files.createDirectory(root.resolve("boards")),
            SimClock.system());
    bedAdapter = new Adapter(simulation.board("bed"), "AAAA");
    tankAdapter = new Adapter(simulation.board("tank"), "BBBB");
  }

  @AfterEach
  void stop() {
    devices.forEach(device -> device.runtime.close());
    loop.close();
    simulation.close();
  }

  @Test
  void refusesTheOneInTheOthersPlace() throws Exception {
    plug("ttyUSB0", bedAdapter, "ttyUSB1", tankAdapter);
    Device bed = new Device("bed", new PortPath(machine.node("ttyUSB0").toString()), 10);
    new Device("tank", new PortPath(machine.node("ttyUSB1").toString()), 90);
    bothAre("up");
    for (int round = 0; round < ROUNDS; round++) {
      unplug("ttyUSB0", bedAdapter, "ttyUSB1", tankAdapter);
      plug("ttyUSB0", tankAdapter, "ttyUSB1", bedAdapter);
      bothAre("refused");
      assertTrue(
          bed.lastReason.startsWith(
              "wrong device: expected firmware bed, but firmware tank 1.0 answers"),
          bed.lastReason);
      int before = right();
      assertTrue(isFailSafe(bedAdapter) && isFailSafe(tankAdapter), "armed by the wrong device");
      assertEquals(before, right());
      unplug("ttyUSB0", tankAdapter, "ttyUSB1", bedAdapter);
      plug("ttyUSB0", bedAdapter, "ttyUSB1", tankAdapter);
      bothAre("up");
    }
    noneIsWrong("by path");
  }

  @Test
  void followsThemWhenTheyAreBoundByIdentity() throws Exception {
    plug("ttyUSB0", bedAdapter, "ttyUSB1", tankAdapter);
    new Device("bed", new UsbMatch("0403", "6001", Optional.of("AAAA")), 10);
    new Device("tank", new PortPath(machine.byId(tankAdapter.usb).toString()), 90);
    bothAre("up");
    for (int round = 0; round < ROUNDS; round++) {
      unplug("ttyUSB0", bedAdapter, "ttyUSB1", tankAdapter);
      plug("ttyUSB0", tankAdapter, "ttyUSB1", bedAdapter);
      bothAre("up");
      unplug("ttyUSB0", tankAdapter, "ttyUSB1", bedAdapter);
      plug("ttyUSB0", bedAdapter, "ttyUSB1", tankAdapter);
      bothAre("up");
    }
    noneIsWrong("by identity");
  }

  private void noneIsWrong(String how) {
    int wrong = devices.stream().mapToInt(device -> device.wrong.get()).sum();
    System.out.printf(
        "swapped %d times, %s: %d readings of the right board, %d of the wrong one%n",
        2 * ROUNDS, how, right(), wrong);
    assertEquals(0, wrong);
    assertTrue(devices.stream().allMatch(device -> device.right.get() > 50));
  }

  private int right() {
    return devices.stream().mapToInt(device -> device.right.get()).sum();
  }

  /** Nobody sends it heartbeats. */
  private static boolean isFailSafe(Adapter adapter) {
    return adapter.board.await(
        board -> board.state() == BoardState.FAIL_SAFE, Duration.ofSeconds(5));
  }

  private void bothAre(String state) throws InterruptedException {
    for (Device device : devices) {
      device.await(state);
    }
  }

  private void unplug(String first, Adapter one, String second, Adapter other) throws IOException {
    one.board.unplug();
    other.board.unplug();
    machine.unplug(first, "1-" + first, one.usb);
    machine.unplug(second, "1-" + second, other.usb);
  }

  private void plug(String first, Adapter one, String second, Adapter other) throws IOException {
    one.board.replug();
    other.board.replug();
    machine.plug(first, "1-" + first, one.usb, one.board.link());
    machine.plug(second, "1-" + second, other.usb, other.board.link());
  }

  /** An adapter with a board behind it. */
  private static final class Adapter {
    final SimBoard board;
    final UsbIdentity usb;

    Adapter(SimBoard board, String serial) {
      this.board = board;
      this.usb = new UsbIdentity("0403", "6001", Optional.of(serial), "FTDI Cable");
    }
  }

  /** A device at work, with a count of what it was told. */
  private final class Device implements DeviceEvents {
    final AtomicInteger right = new AtomicInteger();
    final AtomicInteger wrong = new AtomicInteger();
    final BlockingQueue<DeviceState> states = new LinkedBlockingQueue<>();
    final DeviceRuntime runtime;
    private final double level;
    String lastReason = "";

    Device(String name, PortName port, double level) {
      this.level = level;
      var settings = new SerialSettings(port, 115_200, 8, SerialSettings.Parity.NONE, 1);
      var expected = new ExpectedBoard(Optional.empty(), Optional.of(name));
      var line = new SerialLine(settings, name, loop, machine.inventory());
      var driver =
          new FirmwareDriver(
              name, new FirmwareSettings(Duration.ofMillis(500), expected), loop, this);
      runtime = new DeviceRuntime(name, loop, line, driver, this);
      devices.add(this); // to be closed
      runtime.start();
    }

    void await(String word) throws InterruptedException {
      DeviceState state = states.poll(60, TimeUnit.SECONDS);
      while (state != null && !state.word().equals(word)) {
        state = states.poll(60, TimeUnit.SECONDS);
      }
      assertTrue(state != null, "not " + word);
      lastReason = state.reason();
    }

    @Override
    public void state(DeviceState state) {
      states.add(state);
    }

    @Override
    public void readings(ReadingBatch batch) {
      for (int row = 0; batch.firstChannel() == 0 && row < batch.rows(); row++) {
        (batch.valueAt(0, row) == level ? right : wrong).incrementAndGet();
      }
    }

    @Override
    public void channels(List<Channel> channels) {}

    @Override
    public void command(String id, CommandProgress progress) {}

    @Override
    public void note(System.Logger.Level severity, String text) {}
  }
}
