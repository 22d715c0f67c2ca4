package dev.ferrule.gateway.device.modbus;

import static dev.ferrule.gateway.device.modbus.ModbusUnits.holding;
import static dev.ferrule.gateway.device.modbus.ModbusUnits.relay;
import static dev.ferrule.gateway.device.modbus.ModbusUnits.setPoint;
import static dev.ferrule.gateway.device.modbus.ModbusUnits.unit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.RecordedEvents;
import dev.ferrule.gateway.device.modbus.line.LineLoad;
import dev.ferrule.gateway.device.modbus.registers.Encoding;
import dev.ferrule.gateway.device.modbus.registers.RegisterType;
import dev.ferrule.gateway.device.modbus.registers.Table;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.protocol.Quality;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a unit is asked, and what its answers become. */
class ModbusReadsTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ModbusRig rig = new ModbusRig();

  @Test
  void readsNeighborsInOneRequestAtTheirPace() {
    rig.bus.unit(5).registers.putAll(Map.of(0, 230, 1, 7, 2, 99, 3, 41));
    RecordedEvents events = rig.add(unit(5, holding("a", 0), holding("b", 1), holding("c", 3)));
    rig.bus.open();
    rig.run(Duration.ofMillis(9_900));

    assertEquals(10, rig.bus.seen.size());
    assertEquals(
        new TestBus.Seen(5, 3, 0, 4, rig.bus.seen.getFirst().at()), rig.bus.seen.getFirst());
    assertEquals(10, events.batches.size());
    assertEquals(3, events.batches.getFirst().channels());
    assertEquals(List.of(230.0, 7.0, 41.0), values(events.batches.getFirst()));
    assertEquals(List.of(new DeviceState.Connecting(), new DeviceState.Up()), events.states);
  }

  @Test
  void announcesItsChannelsBeforeTheLineOpens() {
    RecordedEvents events = rig.add(unit(5, holding("a", 0), relay("b", 1)));
    assertEquals("unit5.a", events.channels.getFirst().id().toString());
    assertTrue(events.channels.get(1).writable());
  }

  @Test
  void leavesTheLineSilentBetweenFrames() {
    for (int id = 1; id <= 10; id++) {
      rig.bus.unit(id).registers.put(0, id);
      rig.bus.unit(id).thinks = Duration.ofMillis(id);
      rig.add(unit(id, holding("a", 0)));
    }
    rig.bus.open();
    rig.run(Duration.ofSeconds(60));

    assertEquals(Set.of(), rig.bus.collisions);
    assertTrue(rig.bus.seen.size() > 590, () -> "only " + rig.bus.seen.size());
  }

  /** 17 units live, 3 are dead: the line has time for nothing more, and the living lose little. */
  @Test
  void deadUnitsTakeAtMostATwentiethFromTheOthers() {
    long alone = pollsOfLiveUnits(0);
    long together = pollsOfLiveUnits(3);
    assertTrue(together >= alone * 0.93, () -> together + " of " + alone);
  }

  private static long pollsOfLiveUnits(int dead) {
    var crowded = new ModbusRig();
    for (int id = 1; id <= 17 + dead; id++) {
      crowded.bus.unit(id).registers.put(0, id);
      crowded.bus.unit(id).dead = id > 17;
      crowded.add(
          unit(
              id,
              ModbusUnits.channel(
                  "a",
                  Table.HOLDING_REGISTER,
                  0,
                  Encoding.of(RegisterType.UINT16),
                  1,
                  Duration.ofMillis(100),
                  false)));
    }
    crowded.bus.open();
    crowded.run(Duration.ofMinutes(3));
    return crowded.bus.seen.stream().filter(s -> s.unit() <= 17).count();
  }

  @Test
  void saysSilentAndComesBack() {
    rig.bus.unit(5).registers.put(0, 1);
    RecordedEvents events = rig.add(unit(5, holding("a", 0)));
    rig.bus.open();
    rig.run(SECOND);
    rig.bus.unit(5).dead = true;
    rig.run(SECOND.multipliedBy(3));

    var silent = assertInstanceOf(DeviceState.Silent.class, ModbusRig.state(events));
    assertEquals(
        "unit 5: does not answer; nothing came within 200 ms; this line works: is the unit id"
            + " right, and is it on?",
        silent.reason());

    long before = rig.bus.seen.size();
    rig.run(Duration.ofMinutes(1));
    long probes = rig.bus.seen.size() - before;
    assertTrue(probes >= 6 && probes <= 12, () -> probes + " probes in a minute");

    rig.bus.unit(5).dead = false;
    rig.run(SECOND.multipliedBy(11));
    assertEquals(new DeviceState.Up(), ModbusRig.state(events));
  }

  @Test
  void aLostAnswerIsAskedForAgainWhenItCannotComeAnyMore() {
    rig.bus.unit(5).registers.put(0, 1);
    RecordedEvents events = rig.add(unit(5, holding("a", 0)));
    rig.bus.open();
    rig.run(Duration.ofMillis(500));
    rig.bus.unit(5).dead = true;
    rig.run(Duration.ofMillis(600));
    rig.bus.unit(5).dead = false;
    rig.run(Duration.ofMillis(880));

    assertEquals(2, events.batches.size());
    assertEquals(new DeviceState.Up(), ModbusRig.state(events));
  }

  @Test
  void splitsAReadThatIsRefusedForItsHoles() {
    rig.bus.unit(5).registers.putAll(Map.of(0, 10, 1, 11, 8, 18));
    RecordedEvents events =
        rig.add(unit(5, holding("a", 0), holding("b", 1), holding("c", 8), holding("d", 9)));
    rig.bus.open();
    rig.run(SECOND.multipliedBy(3));

    assertEquals(new DeviceState.Up(), ModbusRig.state(events));
    assertEquals(10.0, events.values(0).getLast());
    assertEquals(11.0, events.values(1).getLast());
    assertEquals(18.0, events.values(2).getLast());
    ReadingBatch missing =
        events.batches.stream().filter(b -> b.firstChannel() == 3).findFirst().orElseThrow();
    assertEquals(Quality.of(Quality.BAD, Quality.NO_DATA), missing.qualityAt(0, 0));
    assertTrue(
        events.notes.contains("unit 5: illegal data address (2) for holding register 9"),
        () -> events.notes.toString());
  }

  @Test
  void namesTheExceptionOfAUnitThatRefusesEverything() {
    rig.bus.unit(5).refusals.put(3, 4);
    RecordedEvents events = rig.add(unit(5, holding("a", 0)));
    rig.bus.open();
    rig.run(SECOND);

    assertEquals(
        new DeviceState.Refused("unit 5: server device failure (4) for holding register 0"),
        ModbusRig.state(events));
    rig.bus.unit(5).refusals.clear();
    rig.bus.unit(5).registers.put(0, 3);
    rig.run(SECOND.multipliedBy(2));
    assertEquals(new DeviceState.Up(), ModbusRig.state(events));
  }

  @Test
  void findsTheAnswerBehindNoise() {
    rig.bus.unit(5).registers.put(0, 77);
    rig.bus.unit(5).damage =
        answer -> {
          byte[] longer = new byte[answer.length + 2];
          longer[0] = 0;
          longer[1] = 5;
          System.arraycopy(answer, 0, longer, 2, answer.length);
          return longer;
        };
    RecordedEvents events = rig.add(unit(5, holding("a", 0)));
    rig.bus.open();
    rig.run(Duration.ofMillis(500));
    assertEquals(List.of(77.0), events.values(0));
  }

  /** Whatever a line makes of an answer: no wrong value, no exception, and the next one counts. */
  @Test
  void damagedAnswersAreSignsOfLifeForAWhile() {
    TestBus.Unit unit = rig.bus.unit(5);
    unit.registers.put(0, 1);
    RecordedEvents events = rig.add(unit(5, holding("a", 0)));
    rig.bus.open();
    rig.run(Duration.ofSeconds(3));
    unit.damage =
        answer -> {
          answer[answer.length - 1] ^= 1;
          return answer;
        };
    long before = rig.bus.asked(5);
    while (rig.bus.asked(5) < before + 8) {
      rig.run(Duration.ofMillis(10));
    }
    rig.run(Duration.ofMillis(90));
    assertEquals("up", ModbusRig.state(events).word());
    rig.run(Duration.ofSeconds(5));
    assertEquals("silent", ModbusRig.state(events).word());
  }

  @Test
  void takesNoDamagedAnswerForAValue() {
    long seed = 20261122;
    var random = new SplittableRandom(seed);
    rig.bus.unit(5).registers.put(0, 77);
    rig.bus.unit(5).damage = answer -> random.nextInt(3) == 0 ? answer : damaged(answer, random);
    RecordedEvents events = rig.add(unit(5, holding("a", 0)));
    rig.bus.open();
    rig.run(Duration.ofHours(1));

    assertTrue(events.values(0).size() > 200, () -> events.values(0).size() + " seed " + seed);
    assertEquals(Set.of(77.0), Set.copyOf(events.values(0)), "seed " + seed);
    rig.bus.unit(5).damage = answer -> answer;
    rig.run(Duration.ofSeconds(30));
    assertEquals(new DeviceState.Up(), ModbusRig.state(events));
  }

  private static byte[] damaged(byte[] answer, SplittableRandom random) {
    byte[] bytes = answer.clone();
    switch (random.nextInt(3)) {
      case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      default -> random.nextBytes(bytes);
    }
    return bytes;
  }

  /** Answers look alike: a late one must not be taken for that to the next question. */
  @Test
  void takesNoLateAnswerForThatToAnotherQuestion() {
    rig.bus.unit(5).registers.putAll(Map.of(0, 10, 100, 20));
    RecordedEvents events = rig.add(unit(5, holding("a", 0), holding("b", 100)));
    rig.bus.open();
    rig.run(SECOND);
    for (int i = 0; i < 40; i++) {
      rig.bus.unit(5).thinks = Duration.ofMillis(i % 4 == 3 ? 5 : 190 + 5 * i);
      rig.run(Duration.ofMillis(730));
    }
    assertEquals(Set.of(10.0), Set.copyOf(events.values(0)));
    assertEquals(Set.of(20.0), Set.copyOf(events.values(1)));
  }

  @Test
  void doesNotTakeTheAnswerOfAnotherUnit() {
    rig.bus.unit(5).registers.put(0, 77);
    rig.bus.unit(5).damage =
        answer -> {
          answer[0] = 6;
          return TestBus.withCrc(
              ByteBuffer.allocate(answer.length).put(answer, 0, answer.length - 2));
        };
    RecordedEvents events = rig.add(unit(5, holding("a", 0)));
    rig.bus.open();
    rig.run(SECOND.multipliedBy(5));
    assertEquals(List.of(), events.values(0));
    var silent = assertInstanceOf(DeviceState.Silent.class, ModbusRig.state(events));
    assertTrue(silent.reason().contains("unit 6 answers in its place"), silent.reason());
  }

  @Test
  void lineThatGoesDownIsToldToEveryUnitAndComesBack() {
    List<RecordedEvents> all = new ArrayList<>();
    for (int id = 1; id <= 3; id++) {
      rig.bus.unit(id).registers.put(0, id);
      all.add(rig.add(unit(id, holding("a", 0))));
    }
    rig.bus.open();
    rig.run(SECOND);
    rig.bus.drop("unplugged");
    all.forEach(e -> assertEquals(new DeviceState.Down("unplugged"), ModbusRig.state(e)));
    int before = rig.bus.seen.size();
    rig.run(SECOND.multipliedBy(10));
    assertEquals(before, rig.bus.seen.size());

    rig.bus.open();
    rig.run(SECOND);
    all.forEach(e -> assertEquals(new DeviceState.Up(), ModbusRig.state(e)));
  }

  @Test
  void showsTheLoadOfTheLine() {
    rig.bus.unit(5).registers.put(0, 1);
    rig.bus.unit(6).registers.put(0, 1);
    rig.bus.unit(6).thinks = Duration.ofMillis(50);
    var showing =
        new ModbusSettings(
            5, Duration.ofMillis(200), 10, true, Optional.empty(), List.of(holding("a", 0)));
    RecordedEvents events = rig.add(showing);
    rig.add(unit(6, setPoint("a", 0)));
    rig.add(unit(7, holding("a", 0)));
    rig.bus.open();
    assertEquals(LineLoad.NONE, rig.line.load());
    rig.run(Duration.ofSeconds(61));

    LineLoad load = rig.line.load();
    long begin = SECOND.toNanos() * 50;
    long dead =
        rig.bus.seen.stream()
            .filter(s -> s.unit() == 7 && s.at() >= begin && s.at() < begin + load.time().toNanos())
            .count();
    assertEquals(10, load.time().toSeconds());
    assertEquals(dead, load.retries());
    assertEquals(20 + dead, load.requests());
    assertEquals(6, load.slowestUnit());
    assertTrue(load.slowest().toMillis() >= 50 && load.slowest().toMillis() < 70, load.toString());
    assertTrue(load.utilization() > 7 && load.utilization() < 15, load.toString());
    assertEquals("unit5.line_load", events.channels.get(1).id().toString());
    assertEquals(Math.rint(load.utilization()), events.values(1).getLast());
    assertEquals(6, events.values(5).getLast());
  }

  private static List<Double> values(ReadingBatch batch) {
    return Arrays.stream(batch.values()).boxed().toList();
  }
}
