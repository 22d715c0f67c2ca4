package dev.ferrule.gateway.device.modbus;

import static dev.ferrule.gateway.device.modbus.ModbusUnits.holding;
import static dev.ferrule.gateway.device.modbus.ModbusUnits.relay;
import static dev.ferrule.gateway.device.modbus.ModbusUnits.setPoint;
import static dev.ferrule.gateway.device.modbus.ModbusUnits.unit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.CommandProgress.Done;
import dev.ferrule.gateway.device.CommandProgress.Lost;
import dev.ferrule.gateway.device.CommandProgress.Written;
import dev.ferrule.gateway.device.RecordedEvents;
import dev.ferrule.gateway.model.DeviceState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An RS-485 adapter whose receiver stays on while it sends: the echo of function 5 or 6 is the very
 * frame that answers it, and whoever asks again at once destroys the answer.
 */
class EchoTest {

  private static final int LEVEL = 0;
  private static final int PUMP = 1;

  private final ModbusRig rig = new ModbusRig();
  private final TestBus.Unit unit = rig.bus.unit(5);
  private RecordedEvents events = new RecordedEvents();

  @BeforeEach
  void start() {
    rig.bus.echoes = true;
    rig.bus.isHalfDuplex = true;
    unit.registers.putAll(Map.of(0, 10, 1, 5));
    unit.thinks = Duration.ofMillis(30);
    events = rig.add(unit(5, setPoint("level", 0), relay("pump", 7), holding("v", 1)));
  }

  private void open() {
    rig.bus.open();
    rig.run(Duration.ofMillis(500));
  }

  @Test
  void takesTheEchoOutAndSaysSo() {
    open();
    assertEquals(List.of(5.0), events.values(2));
    assertTrue(
        events.notes.contains(
            "unit 5: the line gives back what is sent on it (RS-485 echo), which is taken out"),
        () -> events.notes.toString());
    assertEquals(0, events.counts.damaged());
  }

  @Test
  void writesAreAnsweredByTheUnitNotByTheEcho() {
    open();
    rig.command(0, "c1", LEVEL, 42);
    rig.command(0, "c2", PUMP, 1);
    rig.run(Duration.ofMillis(500));
    assertEquals(List.of(new Written(), new Done(42)), events.progress("c1"));
    assertEquals(List.of(new Written(), new Done(1)), events.progress("c2"));
    assertEquals(42, unit.registers.get(0));
    assertEquals(true, unit.coils.get(7));
    assertEquals(1, rig.bus.seen.stream().filter(s -> s.function() == 6).count());
  }

  @Test
  void doesNotTakeTheEchoForTheAnswerOfADeadUnit() {
    open();
    unit.dead = true;
    rig.command(0, "c1", PUMP, 1);
    rig.run(Duration.ofSeconds(6));
    assertInstanceOf(Lost.class, ModbusRig.last(events, "c1"));
    var silent = assertInstanceOf(DeviceState.Silent.class, ModbusRig.state(events));
    assertTrue(silent.reason().contains("only the question itself came back"), silent.reason());
  }

  /** Before anything was read nobody knows of the echo. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void firstRequestOfAllMayBeAWrite(boolean echoes) {
    rig.bus.echoes = echoes;
    rig.bus.isHalfDuplex = echoes;
    rig.command(0, "early", PUMP, 1);
    rig.bus.open();
    rig.command(0, "c1", PUMP, 1);
    rig.run(Duration.ofSeconds(2));
    assertEquals(new Done(1), ModbusRig.last(events, "c1"));
    assertEquals(true, unit.coils.get(7));
  }

  @Test
  void aPullOfTheAdapterForgetsTheEcho() {
    open();
    rig.bus.drop("unplugged");
    rig.bus.echoes = false;
    rig.bus.isHalfDuplex = false;
    open();
    rig.command(0, "c1", PUMP, 1);
    rig.run(Duration.ofMillis(100));
    assertEquals(List.of(new Written(), new Done(1)), events.progress("c1"));
  }

  @Test
  void outputsAreSafeAtTheEnd() throws Exception {
    open();
    rig.command(0, "c1", LEVEL, 42);
    rig.command(0, "c2", PUMP, 1);
    rig.run(Duration.ofMillis(500));
    Thread closing = Thread.ofVirtual().start(() -> rig.device(0).close());
    closing.join(Duration.ofMillis(500));
    rig.run(Duration.ofMillis(400));
    assertEquals(0, unit.registers.get(0));
    assertEquals(false, unit.coils.get(7));
  }
}
