package dev.ferrule.gateway.device.modbus;

import static dev.ferrule.gateway.device.modbus.ModbusUnits.holding;
import static dev.ferrule.gateway.device.modbus.ModbusUnits.register;
import static dev.ferrule.gateway.device.modbus.ModbusUnits.relay;
import static dev.ferrule.gateway.device.modbus.ModbusUnits.setPoint;
import static dev.ferrule.gateway.device.modbus.ModbusUnits.unit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.RecordedEvents;
import dev.ferrule.gateway.device.modbus.registers.Table;
import dev.ferrule.gateway.model.DeviceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers look alike and come when they like: none may pass for that to another question. */
class LateAnswersTest {

  private static final int TIMEOUT_MS = 200;
  private static final int SET = 2;
  private static final int PUMP = 3;

  private final ModbusRig rig = new ModbusRig();
  private final List<RecordedEvents> units = new ArrayList<>();

  /** All delays from half the timeout to three times it. */
  static DoubleStream delays() {
    return DoubleStream.iterate(0.5, d -> d <= 3.001, d -> d + 0.1);
  }

  private void start() {
    for (int id = 5; id <= 6; id++) {
      TestBus.Unit unit = rig.bus.unit(id);
      unit.registers.putAll(Map.of(0, 10 * id, 100, 10 * id + 1, 200, 10 * id + 2));
      unit.coils.put(0, false);
      units.add(
          rig.add(
              unit(
                  id,
                  holding("a", 0),
                  holding("b", 100),
                  setPoint("set", 200),
                  relay("pump", 0),
                  register("c", Table.INPUT_REGISTER, 0))));
    }
    rig.bus.open();
    rig.run(Duration.ofSeconds(1));
  }

  private void noValueIsWrong(String about) {
    for (int i = 0; i < units.size(); i++) {
      double first = 50 + 10 * i;
      assertEquals(Set.of(first), shown(units.get(i), 0), about);
      assertEquals(Set.of(first + 1), shown(units.get(i), 1), about);
      assertEquals(Set.of(first), shown(units.get(i), 4), about);
    }
  }

  private static Set<Double> shown(RecordedEvents unit, int channel) {
    return unit.values(channel).stream().filter(v -> !v.isNaN()).collect(Collectors.toSet());
  }

  @ParameterizedTest
  @MethodSource("delays")
  void noReadingIsThatOfAnotherRegister(double delay) {
    start();
    var random = new SplittableRandom((long) (delay * 100));
    for (int i = 0; i < 300; i++) {
      boolean late = random.nextInt(3) == 0;
      rig.bus.unit(5 + i % 2).thinks = Duration.ofMillis(late ? (long) (delay * TIMEOUT_MS) : 5);
      rig.run(Duration.ofMillis(random.nextInt(50, 900)));
    }
    noValueIsWrong("delay " + delay);
    assertTrue(units.get(0).values(0).size() > 20, () -> "" + units.get(0).values(0).size());
  }

  @ParameterizedTest
  @MethodSource("delays")
  void noCommandIsDoneThatIsNot(double delay) {
    start();
    var random = new SplittableRandom((long) (delay * 100));
    TestBus.Unit unit = rig.bus.unit(5);
    int done = 0;
    for (int i = 0; i < 100; i++) {
      unit.thinks = Duration.ofMillis(random.nextInt(2) == 0 ? (long) (delay * TIMEOUT_MS) : 5);
      int channel = random.nextInt(2) == 0 ? SET : PUMP;
      double value = channel == SET ? 1_000 + i : random.nextInt(2);
      String id = "c" + i;
      rig.command(0, id, channel, value);
      for (int step = 0; step < 800 && !isOver(id); step++) {
        rig.run(Duration.ofMillis(10));
      }
      CommandProgress end = ModbusRig.last(units.get(0), id);
      assertNotEquals(CommandProgress.Failed.class, end.getClass(), id + " delay " + delay);
      double holds =
          channel == SET
              ? unit.registers.getOrDefault(200, 0)
              : unit.coils.getOrDefault(0, false) ? 1 : 0;
      if (end instanceof CommandProgress.Done) {
        done++;
        assertEquals(value, holds, id + " delay " + delay);
      }
    }
    noValueIsWrong("delay " + delay);
    assertTrue(done >= 15, done + " done");
  }

  private boolean isOver(String id) {
    List<CommandProgress> progress = units.get(0).progress(id);
    return !progress.isEmpty() && !(progress.getLast() instanceof CommandProgress.Written);
  }

  /** Longer than anything that was reckoned with: the questions that pile up are all answered. */
  @Test
  void noReadingIsThatOfAnotherRegisterAfterALongStall() {
    start();
    TestBus.Unit unit = rig.bus.unit(5);
    for (int i = 0; i < 200; i++) {
      int stall = 300 + 10 * i;
      rig.bus.stall(unit, Duration.ofMillis(stall));
      rig.run(Duration.ofMillis(stall + 3_000));
      noValueIsWrong("stall of " + stall + " ms");
    }
  }

  @Test
  void oneUnitThatIsLateDoesNotHoldTheOtherUp() {
    start();
    rig.bus.unit(5).dead = true;
    int before = units.get(1).values(0).size();
    rig.run(Duration.ofSeconds(10));
    assertTrue(units.get(1).values(0).size() >= before + 9);
  }

  @Test
  void saysHowLateTheAnswersAre() {
    start();
    rig.bus.unit(5).thinks = Duration.ofMillis(300);
    rig.run(Duration.ofSeconds(10));
    var silent = assertInstanceOf(DeviceState.Silent.class, ModbusRig.state(units.get(0)));
    assertTrue(
        silent.reason().contains("later than timeout, which is 200 ms: set a longer timeout"),
        silent.reason());
    rig.bus.unit(5).thinks = Duration.ofMillis(20);
    rig.run(Duration.ofSeconds(15));
    assertEquals(new DeviceState.Up(), ModbusRig.state(units.get(0)));
    noValueIsWrong("");
  }
}
