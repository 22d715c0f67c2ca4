package dev.ferrule.gateway.device.modbus;

import static dev.ferrule.gateway.device.modbus.ModbusUnits.channel;
import static dev.ferrule.gateway.device.modbus.ModbusUnits.holding;
import static dev.ferrule.gateway.device.modbus.ModbusUnits.register;
import static dev.ferrule.gateway.device.modbus.ModbusUnits.relay;
import static dev.ferrule.gateway.device.modbus.ModbusUnits.setPoint;
import static dev.ferrule.gateway.device.modbus.ModbusUnits.unit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.CommandProgress.Done;
import dev.ferrule.gateway.device.CommandProgress.Written;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.device.DeviceRuntime;
import dev.ferrule.gateway.device.RecordedEvents;
import dev.ferrule.gateway.device.modbus.line.ModbusLine;
import dev.ferrule.gateway.device.modbus.registers.Encoding;
import dev.ferrule.gateway.device.modbus.registers.RegisterType;
import dev.ferrule.gateway.device.modbus.registers.Table;
import dev.ferrule.gateway.device.serial.SerialLine;
import dev.ferrule.gateway.device.serial.SerialSettings;
import dev.ferrule.gateway.device.serial.ports.PortPath;
import dev.ferrule.gateway.loop.ThreadLoop;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.gateway.model.DeviceState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Modbus driver over a real pseudo-terminal against libmodbus, which shares nothing with it.
 */
@Timeout(300)
class LibmodbusIT {

  private static final int BAUD = 19_200;

  @TempDir private Path directory;

  private final ThreadLoop loop = new ThreadLoop();
  private final List<DeviceRuntime> devices = new ArrayList<>();
  private Path program = Path.of("");
  private Path port = Path.of("");
  private ModbusLine line;

  @BeforeEach
  void build() throws Exception {
    program = LibmodbusUnits.build(directory);
    port = directory.resolve("line");
    var settings =
        new SerialSettings(new PortPath(port.toString()), BAUD, 8, SerialSettings.Parity.EVEN, 1);
    line = new ModbusLine(port.toString(), new SerialLine(settings, "line", loop), loop);
  }

  @AfterEach
  void stop() {
    devices.forEach(DeviceRuntime::close);
    loop.close();
  }

  @Test
  void readsAllTablesWritesAndNamesExceptions() throws Exception {
    try (var units = LibmodbusUnits.start(program, port, 2, BAUD)) {
      RecordedEvents one =
          connect(
              unit(
                  1,
                  setPoint("level", 5),
                  register("input", Table.INPUT_REGISTER, 63),
                  register("alarm", Table.DISCRETE_INPUT, 2),
                  relay("pump", 9),
                  holding("beyond", 64)));
      RecordedEvents two =
          connect(unit(2, setPoint("speed", 10, Encoding.of(RegisterType.FLOAT32), 1)));
      loop.await(() -> one.values(3).size() >= 2 && two.values(0).size() >= 2);
      assertEquals(105.0, loop.call(() -> one.values(0).getLast()));
      assertEquals(1163.0, loop.call(() -> one.values(1).getLast()));
      assertEquals(1.0, loop.call(() -> one.values(2).getLast()));
      assertEquals(0.0, loop.call(() -> one.values(3).getLast()));
      loop.await(
          () -> one.notes.contains("unit 1: illegal data address (2) for holding register 64"));

      command(0, "c1", 0, 4711);
      command(0, "c2", 3, 1);
      command(1, "c3", 0, 230.1);
      command(0, "c4", 0, 0);
      loop.await(() -> one.progress("c4").size() == 2 && two.progress("c3").size() == 2);
      assertEquals(List.of(new Written(), new Done(4711)), loop.call(() -> one.progress("c1")));
      assertEquals(List.of(new Written(), new Done(1)), loop.call(() -> one.progress("c2")));
      loop.await(() -> one.values(3).getLast() == 1.0 && two.values(0).getLast() == 230.1);
      assertEquals(0, units.number("get 1 5"));
      assertEquals(0x4366, units.number("get 2 10"));
    }
  }

  @Test
  void namesTheExceptionOfAWrite() throws Exception {
    try (var _ = LibmodbusUnits.start(program, port, 1, BAUD)) {
      RecordedEvents events = connect(unit(1, holding("a", 0), setPoint("beyond", 70)));
      loop.await(() -> isUp(events));
      command(0, "c1", 1, 5);
      loop.await(() -> events.progress("c1").size() == 2);
      assertEquals(
          new CommandProgress.Refused(Reason.DEVICE_NO_CHANNEL, "unit 1: illegal data address (2)"),
          loop.call(() -> events.progress("c1").getLast()));
    }
  }

  @Test
  void comesBackAfterThePeerWasKilled() throws Exception {
    RecordedEvents events;
    try (var units = LibmodbusUnits.start(program, port, 1, BAUD)) {
      events = connect(unit(1, setPoint("level", 5)));
      loop.await(() -> isUp(events));
      units.kill();
      loop.await(() -> events.states.getLast() instanceof DeviceState.Down);
    }
    try (var units = LibmodbusUnits.start(program, port, 1, BAUD)) {
      loop.await(() -> isUp(events));
      command(0, "c1", 0, 77);
      loop.await(() -> events.values(0).getLast() == 77);
      devices.removeFirst().close();
      assertEquals(0, units.number("get 1 5"), "the safe value");
    }
  }

  /** 20 units; then 3 of them die: how much longer do the other 17 take for the same polls? */
  @Test
  void deadUnitsCostTheOthersLessThanATenth() throws Exception {
    try (var units = LibmodbusUnits.start(program, port, 20, BAUD)) {
      List<RecordedEvents> all = new ArrayList<>();
      for (int id = 1; id <= 20; id++) {
        all.add(
            connect(
                unit(
                    id,
                    channel(
                        "a",
                        Table.HOLDING_REGISTER,
                        0,
                        Encoding.of(RegisterType.UINT16),
                        1,
                        Duration.ofMillis(500),
                        false))));
      }
      loop.await(() -> all.stream().allMatch(LibmodbusIT::isUp));
      long before = nanosForPolls(units);
      for (int id = 18; id <= 20; id++) {
        assertEquals("ok", units.ask("dead " + id));
      }
      loop.await(
          () ->
              all.subList(17, 20).stream()
                  .allMatch(e -> e.states.getLast() instanceof DeviceState.Silent));
      long after = nanosForPolls(units);
      System.out.printf("17 units: %.0f %% of their poll rate%n", 100.0 * before / after);
      assertTrue(after * 0.9 < before, before + " ns before, " + after + " ns after");
      assertTrue(all.subList(0, 17).stream().allMatch(LibmodbusIT::isUp));

      assertEquals("ok", units.ask("live 18"));
      loop.await(() -> isUp(all.get(17)));
    }
  }

  /** Time in which units 1 to 17 are served 12 times each on average. */
  private static long nanosForPolls(LibmodbusUnits units) throws Exception {
    long begin = System.nanoTime();
    long goal = served(units) + 17 * 12;
    while (served(units) < goal) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    return System.nanoTime() - begin;
  }

  private static long served(LibmodbusUnits units) throws Exception {
    long sum = 0;
    for (int id = 1; id <= 17; id++) {
      sum += units.number("served " + id);
    }
    return sum;
  }

  private static boolean isUp(RecordedEvents events) {
    return !events.states.isEmpty() && events.states.getLast() instanceof DeviceState.Up;
  }

  private RecordedEvents connect(ModbusSettings settings) {
    var events = new RecordedEvents();
    String id = "unit" + settings.unit();
    var driver = new ModbusDriver(id, settings, line, loop, events);
    var device = new DeviceRuntime(id, loop, line.join(settings.unit()), driver, events);
    devices.add(device);
    device.start();
    return events;
  }

  private void command(int device, String id, int channel, double value) {
    long deadline = loop.nanoTime() + 3_000_000_000L;
    devices.get(device).sendCommand(new DeviceCommand(id, channel, value, deadline));
  }
}
