package dev.ferrule.gateway.device.modbus;

import static dev.ferrule.gateway.device.modbus.ModbusUnits.channel;
import static dev.ferrule.gateway.device.modbus.ModbusUnits.holding;
import static dev.ferrule.gateway.device.modbus.ModbusUnits.register;
import static dev.ferrule.gateway.device.modbus.ModbusUnits.unit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.RecordedEvents;
import dev.ferrule.gateway.device.modbus.registers.Encoding;
import dev.ferrule.gateway.device.modbus.registers.RegisterType;
import dev.ferrule.gateway.device.modbus.registers.Table;
import dev.ferrule.gateway.model.DeviceState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One entry that a unit does not have, or too many at once: only that entry has no value. */
class BrokenReadsTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ModbusRig rig = new ModbusRig();
  private final TestBus.Unit unit = rig.bus.unit(5);

  private static void shows(RecordedEvents events, int channel, double value) {
    assertEquals(value, events.values(channel).getLast(), "channel " + channel);
  }

  private static void isBad(RecordedEvents events, int channel) {
    assertTrue(events.values(channel).getLast().isNaN(), "channel " + channel);
  }

  @Test
  void aRegisterThatIsNeverAnsweredCostsOnlyItself() {
    unit.registers.putAll(Map.of(0, 10, 1, 11, 2, 12));
    unit.hole = 0;
    RecordedEvents events =
        rig.add(unit(5, holding("a", 0), holding("b", 1), holding("c", 2), holding("wrong", 3)));
    rig.bus.open();
    rig.run(SECOND.multipliedBy(8));
    assertEquals(new DeviceState.Up(), ModbusRig.state(events));
    shows(events, 0, 10);
    shows(events, 1, 11);
    shows(events, 2, 12);
    isBad(events, 3);

    int before = events.values(0).size();
    long asked = rig.bus.seen.stream().filter(s -> s.address() == 3).count();
    rig.run(Duration.ofMinutes(5));
    assertTrue(events.values(0).size() >= before + 290, () -> "" + events.values(0).size());
    long again = rig.bus.seen.stream().filter(s -> s.address() == 3).count() - asked;
    assertTrue(again >= 3 && again <= 10, () -> again + " times in five minutes");
    assertTrue(events.values(3).size() > 250, "told each period, so that it is bad, not stale");
  }

  @Test
  void aTableThatIsNeverAnsweredDoesNotTakeTheUnitDown() {
    unit.registers.putAll(Map.of(0, 1, 1, 2));
    unit.refusals.put(3, 0);
    RecordedEvents events =
        rig.add(
            unit(
                5,
                register("a", Table.INPUT_REGISTER, 0),
                register("b", Table.INPUT_REGISTER, 1),
                holding("wrong", 5)));
    rig.bus.open();
    rig.run(SECOND.multipliedBy(6));
    assertEquals(new DeviceState.Up(), ModbusRig.state(events));
    shows(events, 0, 1);
    shows(events, 1, 2);
    isBad(events, 2);
    assertTrue(
        events.notes.contains("unit 5: no answer for holding register 5"),
        () -> events.notes.toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 6, 10, 99})
  void aGapThatIsRefusedIsReadAround(int exception) {
    unit.registers.putAll(Map.of(11174, 5, 11176, 6, 11177, 7));
    unit.hole = exception;
    RecordedEvents events =
        rig.add(unit(5, holding("a", 11174), holding("b", 11176), holding("c", 11177)));
    rig.bus.open();
    rig.run(SECOND.multipliedBy(4));
    shows(events, 0, 5);
    shows(events, 1, 6);
    shows(events, 2, 7);
    rig.bus.seen.clear();
    rig.run(SECOND.multipliedBy(5));
    assertEquals(10, rig.bus.seen.size(), "two reads a round");
  }

  /** Busy for a while, with everything: nothing is wrong with any read. */
  @Test
  void aUnitThatIsBusyIsNotTakenApart() {
    unit.registers.putAll(Map.of(0, 10, 1, 11, 2, 12));
    RecordedEvents events = rig.add(unit(5, holding("a", 0), holding("b", 1), holding("c", 2)));
    rig.bus.open();
    rig.run(SECOND.multipliedBy(3));
    unit.refusals.put(3, 6);
    rig.run(SECOND.multipliedBy(30));
    unit.refusals.clear();
    rig.run(SECOND.multipliedBy(3));
    shows(events, 1, 11);
    rig.bus.seen.clear();
    rig.run(SECOND.multipliedBy(5));
    assertEquals(5, rig.bus.seen.size());
  }

  /** Every fourth question is lost, whatever it asks: no read is at fault. */
  @Test
  void aBadLineTakesNoReadApartAndNoChannelAside() {
    unit.registers.putAll(Map.of(0, 10, 1, 11, 2, 12));
    RecordedEvents events =
        rig.add(unit(5, holding("a", 0), holding("b", 1), register("c", Table.INPUT_REGISTER, 2)));
    rig.bus.open();
    rig.run(SECOND.multipliedBy(3));
    var random = new SplittableRandom(4);
    for (int i = 0; i < 6_000; i++) {
      boolean lost = random.nextInt(4) == 0;
      for (int function = 3; function <= 4; function++) {
        if (lost) {
          unit.refusals.put(function, 0);
        } else {
          unit.refusals.remove(function);
        }
      }
      rig.run(Duration.ofMillis(100));
    }
    assertTrue(events.values(0).stream().noneMatch(value -> value.isNaN()), "set aside");
    assertTrue(events.values(2).stream().noneMatch(value -> value.isNaN()), "set aside");
    unit.refusals.clear();
    rig.run(SECOND.multipliedBy(5));
    rig.bus.seen.clear();
    rig.run(SECOND.multipliedBy(5));
    assertEquals(10, rig.bus.seen.size(), "two reads a round");
  }

  @ParameterizedTest
  @ValueSource(strings = {"refuses", "stops short", "is silent"})
  void halvesAReadThatIsTooLong(String way) {
    IntStream.range(0, 100).forEach(i -> unit.registers.put(i, i));
    unit.most = 64;
    unit.hole = way.equals("refuses") ? 3 : 0;
    unit.stopsShort = way.equals("stops short");
    ModbusChannel[] channels =
        IntStream.range(0, 100).mapToObj(i -> holding("r" + i, i)).toArray(ModbusChannel[]::new);
    RecordedEvents events = rig.add(unit(5, channels));
    rig.bus.open();
    rig.run(SECOND.multipliedBy(5));
    for (int i = 0; i < 100; i++) {
      shows(events, i, i);
    }
    assertEquals(0, events.counts.damaged());
    rig.bus.seen.clear();
    rig.run(SECOND.multipliedBy(5));
    assertEquals(10, rig.bus.seen.size(), "two reads a round");
  }

  @Test
  void aValueThatIsAnsweredTooShortIsNamed() {
    unit.registers.putAll(Map.of(0, 1, 1, 2, 2, 3));
    unit.most = 1;
    unit.stopsShort = true;
    var wide = Encoding.of(RegisterType.UINT32);
    RecordedEvents events =
        rig.add(
            unit(
                5,
                holding("a", 0),
                channel("b", Table.HOLDING_REGISTER, 1, wide, 1, SECOND, false)));
    rig.bus.open();
    rig.run(SECOND.multipliedBy(3));
    shows(events, 0, 1);
    isBad(events, 1);
    assertTrue(
        events.notes.contains(
            "unit 5: it answers 2 bytes in place of 4 for holding registers 1 to 2"),
        () -> events.notes.toString());
  }

  /** Only the line was bad: what it took apart is one read again. */
  @Test
  void whatABadLineTookApartIsJoinedAgain() {
    IntStream.range(0, 20).forEach(i -> unit.registers.put(i, i));
    ModbusChannel[] channels =
        IntStream.range(0, 20).mapToObj(i -> holding("r" + i, i)).toArray(ModbusChannel[]::new);
    RecordedEvents events = rig.add(unit(5, channels));
    rig.bus.open();
    unit.damage = answer -> answer.length > 9 ? new byte[0] : answer;
    rig.run(Duration.ofMinutes(2));
    unit.damage = answer -> answer;
    rig.run(Duration.ofMinutes(25));
    rig.bus.seen.clear();
    rig.run(SECOND.multipliedBy(5));
    assertEquals(5, rig.bus.seen.size());
    shows(events, 19, 19);
  }

  /** Whatever the timeout says: it is for the beginning of an answer. */
  @ParameterizedTest
  @ValueSource(ints = {20, 200, 2_000})
  void aPauseInsideAnAnswerDoesNoHarm(int timeout) {
    unit.registers.put(0, 42);
    unit.pause = Duration.ofMillis(150);
    var settings =
        new ModbusSettings(
            5, Duration.ofMillis(timeout), 10, false, Optional.empty(), List.of(holding("a", 0)));
    RecordedEvents events = rig.add(settings);
    rig.bus.open();
    rig.run(SECOND.multipliedBy(5));
    assertEquals(5, events.values(0).size());
    shows(events, 0, 42);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 40, 90})
  void aUnitThatIsDeafBehindItsAnswerIsGivenTime(int deaf) {
    unit.deaf = Duration.ofMillis(deaf);
    ModbusChannel[] channels =
        IntStream.range(0, 6)
            .mapToObj(i -> holding("r" + i, 250 * i))
            .toArray(ModbusChannel[]::new);
    IntStream.range(0, 6).forEach(i -> unit.registers.put(250 * i, i));
    RecordedEvents events = rig.add(unit(5, channels));
    rig.bus.open();
    rig.run(SECOND.multipliedBy(10));
    events.batches.clear();
    rig.run(SECOND.multipliedBy(10));
    for (int i = 0; i < 6; i++) {
      assertTrue(events.values(i).size() >= 9, "channel " + i + " " + events.values(i));
      shows(events, i, i);
    }
    assertEquals(new DeviceState.Up(), ModbusRig.state(events));
  }

  @Test
  void tellsOfNumbersThatDocumentsUse() {
    unit.registers.put(0, 1);
    RecordedEvents events = rig.add(unit(5, holding("a", 0), holding("b", 40_013)));
    rig.bus.open();
    rig.run(SECOND.multipliedBy(2));
    assertTrue(
        events.notes.contains(
            "unit 5: illegal data address (2) for holding register 40013; if 40013 is a document's"
                + " number, the address is 12"),
        () -> events.notes.toString());
  }

  @Test
  void countsTheBytesOfEachUnit() {
    unit.registers.put(0, 1);
    rig.bus.unit(6).registers.put(0, 1);
    RecordedEvents five = rig.add(unit(5, holding("a", 0)));
    RecordedEvents six = rig.add(unit(6, holding("a", 0)));
    RecordedEvents dead = rig.add(unit(7, holding("a", 0)));
    rig.bus.open();
    rig.run(SECOND.multipliedBy(5));
    assertEquals(5 * 7, five.counts.bytes());
    assertEquals(5 * 7, six.counts.bytes());
    assertEquals(0, dead.counts.bytes());
  }
}
