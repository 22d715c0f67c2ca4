package dev.ferrule.gateway.device.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.device.DeviceRuntime;
import dev.ferrule.gateway.device.RecordedEvents;
import dev.ferrule.gateway.device.modbus.line.ModbusLine;
import dev.ferrule.gateway.device.modbus.registers.Encoding;
import dev.ferrule.gateway.device.modbus.registers.RegisterType;
import dev.ferrule.gateway.loop.ManualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the outputs of a line get to their safe values when the gateway stops. */
class ModbusSafetyTest {

  private final ManualLoop loop = new ManualLoop();
  private final TestBus bus = new TestBus(loop);
  private final ModbusLine line = new ModbusLine("/dev/test", bus, loop);
  private final List<ModbusDriver> drivers = new ArrayList<>();
  private final List<String> unreached = new ArrayList<>();
  private int done;

  @Test
  void reachesAllOutputsOfAllUnitsOfASlowLine() {
    start(8);
    for (int unit = 1; unit <= 8; unit++) {
      bus.unit(unit).thinks = Duration.ofMillis(150);
      bus.unit(unit).coils.put(0, true);
      bus.unit(unit).registers.put(0, 77);
      for (int i = 0; i < 2; i++) {
        long deadline = loop.nanoTime() + Duration.ofMinutes(1).toNanos();
        drivers.get(unit - 1).sendCommand(new DeviceCommand("c" + unit + i, 0, 99, deadline));
      }
    }
    makeSafe(Duration.ofSeconds(5));
    loop.advance(Duration.ofSeconds(5));
    assertEquals(8, done);
    assertEquals(List.of(), unreached);
    for (int unit = 1; unit <= 8; unit++) {
      assertEquals(false, bus.unit(unit).coils.get(0), "coil of unit " + unit);
      assertEquals(0, bus.unit(unit).registers.get(0), "register of unit " + unit);
    }
  }

  @Test
  void saysWhichOutputsWereNotReached() {
    start(2);
    bus.unit(2).dead = true;
    makeSafe(Duration.ofSeconds(5));
    loop.advance(Duration.ofSeconds(5));
    assertEquals(2, done);
    assertEquals(List.of("level", "pump"), unreached.stream().sorted().toList());
  }

  /** "I have begun" is an answer to a write; to the read before it, it is none. */
  @Test
  void doesNotTakeARefusedReadForAWriteThatHasBegun() {
    start(1, ModbusUnits.setPoint("mode", 0, Encoding.of(RegisterType.UINT16).field(4, 4), 1));
    bus.unit(1).refusals.put(3, 5);
    makeSafe(Duration.ofSeconds(5));
    loop.advance(Duration.ofSeconds(5));
    assertEquals(List.of("mode"), unreached);
  }

  private void start(int units) {
    start(units, ModbusUnits.setPoint("level", 0), ModbusUnits.relay("pump", 0));
  }

  private void start(int units, ModbusChannel... channels) {
    for (int unit = 1; unit <= units; unit++) {
      bus.unit(unit).registers.put(0, 1);
      bus.unit(unit).coils.put(0, true);
      var settings = ModbusUnits.unit(unit, channels);
      var events = new RecordedEvents();
      var driver = new ModbusDriver("unit" + unit, settings, line, loop, events);
      new DeviceRuntime("unit" + unit, loop, line.join(unit), driver, events).start();
      drivers.add(driver);
    }
    loop.runReady();
    bus.open();
    loop.advance(Duration.ofSeconds(3));
  }

  private void makeSafe(Duration limit) {
    for (ModbusDriver driver : drivers) {
      driver.makeSafe(
          limit,
          left -> {
            done++;
            unreached.addAll(left);
          });
    }
  }
}
