package dev.ferrule.gateway.device.modbus;

import static dev.ferrule.gateway.device.modbus.ModbusUnits.holding;
import static dev.ferrule.gateway.device.modbus.ModbusUnits.setPoint;
import static dev.ferrule.gateway.device.modbus.ModbusUnits.unit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.RecordedEvents;
import dev.ferrule.gateway.device.modbus.registers.Encoding;
import dev.ferrule.gateway.device.modbus.registers.RegisterType;
import dev.ferrule.gateway.device.modbus.registers.Table;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.gateway.model.DeviceState;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A unit is believed and commanded only when the right one answers. */
class ExpectedUnitTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final ExpectedUnit REGISTER =
      new ExpectedUnit(
          Optional.of(
              new ExpectedUnit.Register(
                  Table.HOLDING_REGISTER, 99, Encoding.of(RegisterType.UINT16), 5021)),
          Optional.empty(),
          Optional.empty());
  private static final ExpectedUnit NAME =
      new ExpectedUnit(Optional.empty(), Optional.of("Acme"), Optional.of("EM-1"));

  private final ModbusRig rig = new ModbusRig();

  @Test
  void readsTheRightOneAfterItsRegisterWasSeen() {
    rig.bus.unit(5).registers.putAll(Map.of(0, 7, 99, 5021));
    RecordedEvents events = rig.add(unit(5, REGISTER, holding("a", 0)));
    rig.bus.open();
    rig.run(SECOND);
    assertEquals(List.of(99, 0), rig.bus.seen.stream().map(TestBus.Seen::address).toList());
    assertEquals(List.of(7.0), events.values(0));
    assertEquals(new DeviceState.Up(), ModbusRig.state(events));
  }

  @Test
  void refusesAnotherAndTakesTheRightOneWithinFiveSeconds() {
    rig.bus.unit(5).registers.putAll(Map.of(0, 7, 99, 4711));
    RecordedEvents events = rig.add(unit(5, REGISTER, setPoint("a", 0)));
    rig.bus.open();
    rig.run(SECOND);
    assertEquals(
        refused(
            "wrong device: expected 5021 in holding register 99, but 4711 is there; plug the right"
                + " one in here, or change expect"),
        ModbusRig.state(events));
    rig.command(0, "c", 0, 3);
    rig.run(SECOND.multipliedBy(20));
    assertEquals(
        new CommandProgress.Refused(Reason.STALE, "unit 5: has not shown that it is the right one"),
        ModbusRig.last(events, "c"));
    assertEquals(7, rig.bus.unit(5).registers.get(0));
    assertEquals(List.of(), events.values(0));
    assertEquals(2, events.states.size(), "told once");

    rig.bus.unit(5).registers.put(99, 5021);
    rig.run(SECOND.multipliedBy(6));
    assertEquals(new DeviceState.Up(), ModbusRig.state(events));
    rig.command(0, "d", 0, 3);
    rig.run(SECOND);
    assertEquals(new CommandProgress.Done(3), ModbusRig.last(events, "d"));
  }

  @Test
  void asksAgainWhenTheUnitWasAway() {
    rig.bus.unit(5).registers.putAll(Map.of(0, 7, 99, 5021));
    RecordedEvents events = rig.add(unit(5, REGISTER, holding("a", 0)));
    rig.bus.open();
    rig.run(SECOND);
    rig.bus.unit(5).dead = true;
    rig.run(SECOND.multipliedBy(4));
    rig.bus.unit(5).dead = false;
    rig.bus.unit(5).registers.putAll(Map.of(0, 8, 99, 1));
    rig.run(SECOND.multipliedBy(30));
    assertEquals("refused", ModbusRig.state(events).word());
    assertTrue(events.values(0).stream().allMatch(value -> value == 7), "believed a stranger");
  }

  @Test
  void asksAgainWhenTheLineWasDown() {
    rig.bus.unit(5).registers.putAll(Map.of(0, 7, 99, 5021));
    RecordedEvents events = rig.add(unit(5, REGISTER, holding("a", 0)));
    rig.bus.open();
    rig.run(SECOND);
    rig.bus.drop("unplugged");
    rig.bus.unit(5).registers.putAll(Map.of(0, 8, 99, 1));
    rig.bus.open();
    rig.run(SECOND);
    assertEquals("refused", ModbusRig.state(events).word());
    assertEquals(List.of(7.0), events.values(0));
  }

  @Test
  void knowsVendorAndProductHoweverManyAnswersTheyTake() {
    rig.bus.unit(5).registers.put(0, 7);
    rig.bus.unit(5).identity.addAll(List.of("Acme\0\0", "EM-1 ", "2.1"));
    RecordedEvents events = rig.add(unit(5, NAME, holding("a", 0)));
    rig.bus.open();
    rig.run(SECOND);
    assertEquals(List.of(7.0), events.values(0));
    assertEquals(List.of(43, 43, 3), rig.bus.seen.stream().map(TestBus.Seen::function).toList());
  }

  @Test
  void leavesOutWhatAUnitDoesNotSayOfItself() {
    assertRefused(List.of("", "EM-2"), "product EM-2");
  }

  @Test
  void refusesAnotherProduct() {
    assertRefused(List.of("Acme", "EM-2"), "vendor Acme, product EM-2");
  }

  private void assertRefused(List<String> identity, String told) {
    rig.bus.unit(5).identity.addAll(identity);
    RecordedEvents events = rig.add(unit(5, NAME, holding("a", 0)));
    rig.bus.open();
    rig.run(SECOND);
    assertEquals(
        refused(
            "wrong device: expected vendor Acme, product EM-1, but "
                + told
                + " answers; plug the right one in here, or change expect"),
        ModbusRig.state(events));
  }

  @Test
  void saysWhenTheUnitHasNoIdentificationOrNoSuchRegister() {
    rig.bus.unit(5).registers.put(0, 7);
    RecordedEvents nameless = rig.add(unit(5, NAME, holding("a", 0)));
    rig.bus.unit(6).registers.put(0, 7);
    RecordedEvents bare = rig.add(unit(6, REGISTER, holding("a", 0)));
    rig.bus.open();
    rig.run(SECOND);
    assertEquals(
        refused(
            "knows no device identification: illegal function (1) for function 43/14; expect the"
                + " value of a register instead"),
        ModbusRig.state(nameless));
    assertEquals(
        new DeviceState.Refused(
            "unit 6: wrong device: expected 5021 in holding register 99, but it answers illegal"
                + " data address (2); plug the right one in here, or change expect"),
        ModbusRig.state(bare));
  }

  @Test
  void brokenIdentificationIsNoAnswer() {
    rig.bus.unit(5).identity.addAll(List.of("Acme", "EM-1"));
    rig.bus.unit(5).damage = frame -> Arrays.copyOf(frame, frame.length - 3);
    RecordedEvents events = rig.add(unit(5, NAME, holding("a", 0)));
    rig.bus.open();
    rig.run(SECOND.multipliedBy(3));
    assertEquals("silent", ModbusRig.state(events).word());
  }

  @Test
  void allowsOnlyWhatARegisterCanHold() {
    var word = Encoding.of(RegisterType.UINT16);
    for (double value : new double[] {-1, 65_536, 0.5, Double.NaN}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new ExpectedUnit.Register(Table.HOLDING_REGISTER, 0, word, value));
    }
  }

  private static DeviceState refused(String why) {
    return new DeviceState.Refused("unit 5: " + why);
  }
}
