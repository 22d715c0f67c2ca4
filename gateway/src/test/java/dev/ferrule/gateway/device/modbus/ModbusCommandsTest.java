package dev.ferrule.gateway.device.modbus;

import static dev.ferrule.gateway.device.modbus.ModbusUnits.holding;
import static dev.ferrule.gateway.device.modbus.ModbusUnits.relay;
import static dev.ferrule.gateway.device.modbus.ModbusUnits.setPoint;
import static dev.ferrule.gateway.device.modbus.ModbusUnits.unit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.CommandProgress.Done;
import dev.ferrule.gateway.device.CommandProgress.Written;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.device.RecordedEvents;
import dev.ferrule.gateway.device.modbus.registers.Encoding;
import dev.ferrule.gateway.device.modbus.registers.RegisterType;
import dev.ferrule.gateway.model.CommandState.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written to a unit, and what a command is told to have become. */
class ModbusCommandsTest {

  private static final int LEVEL = 0;
  private static final int PUMP = 1;
  private static final int SPEED = 2;
  private static final int MODE = 3;
  private static final int READ_ONLY = 4;

  private final ModbusRig rig = new ModbusRig();
  private TestBus.Unit unit = rig.bus.unit(5);
  private RecordedEvents events = new RecordedEvents();

  @BeforeEach
  void start() {
    unit.registers.putAll(Map.of(0, 10, 1, 0, 2, 0, 3, 0xABCD, 4, 4));
    events =
        rig.add(
            unit(
                5,
                setPoint("level", 0),
                relay("pump", 7),
                setPoint("speed", 1, Encoding.of(RegisterType.FLOAT32), 1),
                setPoint("mode", 3, Encoding.of(RegisterType.UINT16).field(4, 4), 1),
                holding("status", 4)));
    rig.bus.open();
    rig.run(Duration.ofMillis(500));
    rig.bus.seen.clear();
    events.batches.clear();
  }

  @Test
  void writesARegisterAndReadsItBack() {
    rig.command(0, "c1", LEVEL, 42);
    rig.run(Duration.ofMillis(100));

    assertEquals(List.of(new Written(), new Done(42)), events.progress("c1"));
    assertEquals(42, unit.registers.get(0));
    assertEquals(List.of(6, 3), rig.bus.seen.stream().map(TestBus.Seen::function).toList());
    assertEquals(List.of(42.0), events.values(LEVEL));
  }

  @Test
  void writesACoilAndSeveralRegisters() {
    rig.command(0, "c1", PUMP, 1);
    rig.command(0, "c2", SPEED, 230.1);
    rig.run(Duration.ofMillis(200));

    assertEquals(new Done(1), ModbusRig.last(events, "c1"));
    assertEquals(new Done(230.1), ModbusRig.last(events, "c2"));
    assertEquals(true, unit.coils.get(7));
    assertEquals(List.of(1.0), events.values(PUMP));
    assertEquals(List.of(230.1), events.values(SPEED));
  }

  @Test
  void keepsTheOtherBitsOfARegister() {
    rig.command(0, "c1", MODE, 3);
    rig.run(Duration.ofMillis(200));

    assertEquals(List.of(new Written(), new Done(3)), events.progress("c1"));
    assertEquals(0xAB3D, unit.registers.get(3));
    assertEquals(List.of(3.0), events.values(MODE));
  }

  @Test
  void goesBeforeReads() {
    for (int id = 10; id < 20; id++) {
      rig.bus.unit(id).registers.put(0, 1);
      rig.bus.unit(id).thinks = Duration.ofMillis(90);
      rig.add(unit(id, holding("a", 0)));
    }
    rig.bus.drop("restart");
    rig.bus.open();
    rig.run(Duration.ofMillis(250));
    rig.bus.seen.clear();
    rig.command(0, "c1", LEVEL, 42);
    rig.run(Duration.ofMillis(150));

    assertEquals(6, rig.bus.seen.getFirst().function());
    assertEquals(new Done(42), ModbusRig.last(events, "c1"));
  }

  @Test
  void writesWithFunction16WhereThereIsNo6() {
    unit.refusals.put(6, 1);
    rig.command(0, "c1", LEVEL, 42);
    rig.run(Duration.ofMillis(200));
    assertEquals(List.of(new Written(), new Done(42)), events.progress("c1"));

    rig.bus.seen.clear();
    rig.command(0, "c2", LEVEL, 43);
    rig.run(Duration.ofMillis(200));
    assertEquals(16, rig.bus.seen.getFirst().function());
  }

  @ParameterizedTest
  @CsvSource({
    "2, rejected, DEVICE_NO_CHANNEL, illegal data address (2)",
    "3, rejected, DEVICE_RANGE, illegal data value (3)",
    "4, failed, DEVICE_FAILED, server device failure (4)",
    "6, rejected, DEVICE_BUSY, server device busy (6)",
    "8, failed, DEVICE_FAILED, memory parity error (8)",
    "11, lost, NO_ANSWER, gateway target device failed to respond (11)",
    "99, failed, DEVICE_FAILED, exception (99)"
  })
  void namesTheException(int code, String end, Reason reason, String name) {
    unit.refusals.put(6, code);
    unit.refusals.put(16, code);
    rig.command(0, "c1", LEVEL, 42);
    rig.run(Duration.ofMillis(200));

    String text = "unit 5: " + name;
    CommandProgress expected =
        switch (end) {
          case "rejected" -> new CommandProgress.Refused(reason, text);
          case "failed" -> new CommandProgress.Failed(reason, text);
          default -> new CommandProgress.Lost(reason, text);
        };
    assertEquals(expected, ModbusRig.last(events, "c1"));
  }

  @Test
  void findsOutWhatBecameOfAWriteWhoseAnswerWasLost() {
    muteOnce();
    rig.command(0, "c1", LEVEL, 42);
    rig.run(Duration.ofMillis(500));
    assertEquals(List.of(new Written(), new Done(42)), events.progress("c1"));
    assertEquals(1, rig.bus.seen.stream().filter(s -> s.function() == 6).count());
  }

  /** The unit does the next thing it is asked and does not say so. */
  private void muteOnce() {
    unit.damage =
        _ -> {
          unit.damage = answer -> answer;
          return new byte[0];
        };
  }

  @Test
  void saysUnknownWhenAWriteIsNotAnsweredAndTheValueIsNotThere() {
    rig.command(0, "c0", LEVEL, 41);
    rig.run(Duration.ofMillis(200));
    unit.refusals.put(6, 0);
    rig.command(0, "c1", LEVEL, 42);
    rig.run(Duration.ofSeconds(2));
    assertEquals(
        new CommandProgress.Lost(
            Reason.NO_ANSWER, "unit 5: did not answer the write, and does not hold the value"),
        ModbusRig.last(events, "c1"));
    assertEquals(0, rig.bus.seen.stream().filter(s -> s.function() == 16).count());
  }

  /** Some units have only functions 15 and 16, and say so in one of three ways. */
  @ParameterizedTest
  @CsvSource({"6, 1, 0", "6, 3, 0", "6, 0, 0", "5, 1, 1", "5, 3, 1", "5, 0, 1"})
  void findsTheOtherFunctionToWriteWithAndRemembersIt(int function, int refusal, int channel) {
    int other = function + 10;
    unit.refusals.put(function, refusal);
    rig.command(0, "c1", channel, 1);
    rig.run(Duration.ofSeconds(2));
    assertEquals(List.of(new Written(), new Done(1)), events.progress("c1"));
    assertEquals(1, rig.bus.seen.stream().filter(s -> s.function() == other).count());

    rig.bus.seen.clear();
    rig.command(0, "c2", channel, 0);
    rig.run(Duration.ofMillis(200));
    assertEquals(other, rig.bus.seen.getFirst().function());
    assertEquals(new Done(0), ModbusRig.last(events, "c2"));
  }

  /** A button that lets go by itself shows nothing, and must not be pressed twice. */
  @Test
  void doesNotWriteAgainWhatWasAnsweredThoughTheAnswerWasDamaged() {
    unit.clearing.add(0);
    unit.damage =
        answer -> {
          answer[2] ^= answer[1] == 6 ? (byte) 1 : 0;
          return answer;
        };
    rig.command(0, "c1", LEVEL, 42);
    rig.run(Duration.ofSeconds(5));
    assertEquals(1, rig.bus.seen.stream().filter(s -> s.function() >= 5).count());
    assertInstanceOf(CommandProgress.Lost.class, ModbusRig.last(events, "c1"));
  }

  @Test
  void doesNotWriteAgainWhatWasTakenBefore() {
    rig.command(0, "c0", LEVEL, 41);
    rig.run(Duration.ofMillis(200));
    unit.refusals.put(6, 3);
    rig.command(0, "c1", LEVEL, 42);
    rig.run(Duration.ofSeconds(2));
    assertEquals(
        new CommandProgress.Refused(Reason.DEVICE_RANGE, "unit 5: illegal data value (3)"),
        ModbusRig.last(events, "c1"));
    assertEquals(0, rig.bus.seen.stream().filter(s -> s.function() == 16).count());
  }

  /** The answer comes when nobody waits any more: it is that to this command all the same. */
  @Test
  void takesTheLateAnswerOfAWriteForWhatItIs() {
    unit.thinks = Duration.ofMillis(450);
    rig.command(0, "c1", LEVEL, 42);
    rig.run(Duration.ofMillis(300));
    unit.thinks = Duration.ofMillis(5);
    rig.run(Duration.ofSeconds(2));
    assertEquals(List.of(new Written(), new Done(42)), events.progress("c1"));
    assertEquals(1, rig.bus.seen.stream().filter(s -> s.function() >= 5).count());
  }

  @Test
  void anOutputThatIsNotReadIsDoneWithItsAnswer() {
    TestBus.Unit vendor = rig.bus.unit(6);
    vendor.registers.putAll(Map.of(10, 0, 11, 3));
    vendor.clearing.add(10);
    RecordedEvents told = rig.add(unit(6, ModbusUnits.button("reset", 10), holding("n", 11)));
    assertFalse(told.channels.getFirst().readable());
    rig.bus.drop("restart");
    rig.bus.open();
    rig.run(Duration.ofMillis(500));
    rig.bus.seen.clear();
    rig.command(1, "c1", 0, 1);
    rig.run(Duration.ofMillis(400));
    assertEquals(List.of(new Written(), new Done(1)), told.progress("c1"));
    assertEquals(List.of(6), rig.bus.seen.stream().map(TestBus.Seen::function).toList());
  }

  @Test
  void anOutputThatCannotBeReadIsToldToBeSo() {
    TestBus.Unit drive = rig.bus.unit(6);
    drive.registers.putAll(Map.of(11, 3));
    RecordedEvents told = rig.add(unit(6, setPoint("cmd", 8192), holding("state", 11)));
    assertTrue(told.channels.getFirst().readable());
    rig.bus.drop("restart");
    rig.bus.open();
    rig.run(Duration.ofSeconds(3));
    assertFalse(told.channels.getFirst().readable());
    assertEquals(3.0, told.values(1).getLast());
    rig.command(1, "c1", 0, 1);
    rig.run(Duration.ofMillis(400));
    assertEquals(List.of(new Written(), new Done(1)), told.progress("c1"));
  }

  @Test
  void saysLostWhenNobodyAnswersAnyMore() {
    unit.mute = true;
    rig.command(0, "c1", LEVEL, 42);
    rig.run(Duration.ofSeconds(2));
    assertInstanceOf(CommandProgress.Lost.class, ModbusRig.last(events, "c1"));
    assertEquals(1, rig.bus.seen.stream().filter(s -> s.function() == 6).count());
  }

  @Test
  void saysLostWhenTheLineBreaksBeforeTheAnswer() {
    rig.command(0, "c1", LEVEL, 42);
    rig.bus.drop("unplugged");
    assertEquals(
        new CommandProgress.Lost(
            Reason.LINK_LOST, "the line went down before the unit answered: unplugged"),
        ModbusRig.last(events, "c1"));
    rig.command(0, "c2", LEVEL, 42);
    assertEquals(
        new CommandProgress.Refused(Reason.STALE, "the line is down"),
        ModbusRig.last(events, "c2"));
  }

  @Test
  void doesNotWriteWhatIsTooLate() {
    unit.thinks = Duration.ofMillis(150);
    rig.command(0, "c1", LEVEL, 1);
    long soon = rig.loop.nanoTime() + 100_000_000;
    rig.device(0).sendCommand(new DeviceCommand("c2", LEVEL, 2, soon));
    rig.run(Duration.ofSeconds(1));
    assertEquals(List.of(new CommandProgress.Expired()), events.progress("c2"));
    assertEquals(1, unit.registers.get(0));
  }

  @Test
  void refusesWhatCannotBeSet() {
    rig.command(0, "c1", READ_ONLY, 1);
    assertEquals(
        new CommandProgress.Refused(Reason.READ_ONLY, "this channel cannot be set"),
        ModbusRig.last(events, "c1"));
  }

  @Test
  void eachOfManyCommandsHasOneEnd() {
    for (int i = 0; i < 16; i++) {
      rig.command(0, "c" + i, i % 2 == 0 ? LEVEL : MODE, i);
    }
    rig.run(Duration.ofSeconds(2));
    for (int i = 0; i < 16; i++) {
      assertEquals(List.of(new Written(), new Done(i)), events.progress("c" + i));
    }
    assertEquals(14, unit.registers.get(0));
    assertEquals(0xABFD, unit.registers.get(3));
    assertTrue(rig.bus.collisions.isEmpty());
  }
}
