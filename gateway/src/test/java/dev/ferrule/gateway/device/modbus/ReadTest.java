package dev.ferrule.gateway.device.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.modbus.registers.Encoding;
import dev.ferrule.gateway.device.modbus.registers.RegisterType;
import dev.ferrule.gateway.device.modbus.registers.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ReadTest {

  private static final List<Table> TABLES = List.of(Table.values());
  private static final List<RegisterType> TYPES = List.of(RegisterType.values());

  @Test
  void joinsWhatIsNear() {
    var channels =
        List.of(
            ModbusUnits.holding("a", 0),
            ModbusUnits.holding("b", 11),
            ModbusUnits.holding("c", 23),
            ModbusUnits.register("d", Table.INPUT_REGISTER, 1));

    assertEquals(
        List.of("holding registers 0 to 11", "holding register 23", "input register 1"),
        Read.plan(channels, 10).stream().map(Read::words).toList());
  }

  @Test
  void asksApartWhatIsReadAtAnotherPace() {
    var slow =
        ModbusUnits.channel(
            "slow",
            Table.HOLDING_REGISTER,
            1,
            Encoding.of(RegisterType.UINT32),
            1,
            Duration.ofSeconds(10),
            false);
    assertEquals(2, Read.plan(List.of(ModbusUnits.holding("fast", 0), slow), 10).size());
  }

  /** Whatever the channels: each is read once, whole, and nothing could be joined any more. */
  @Test
  void planIsCompleteLegalAndTight() {
    long seed = 20261122;
    var random = new SplittableRandom(seed);
    for (int round = 0; round < 2_000; round++) {
      int maxGap = random.nextInt(0, 121);
      List<ModbusChannel> channels = channels(random);
      List<Read> plan = Read.plan(channels, maxGap);
      String about = "seed " + seed + " round " + round + " " + plan;

      verifyComplete(channels, plan, about);
      for (Read read : plan) {
        verifyLegal(channels, read, maxGap, about);
      }
      verifyTight(plan, maxGap, about);
    }
  }

  @Test
  void splitsUntilEachChannelIsAlone() {
    var random = new SplittableRandom(3);
    for (int round = 0; round < 500; round++) {
      List<ModbusChannel> channels = channels(random);
      List<Read> pieces = new ArrayList<>(Read.plan(channels, 120));
      while (pieces.stream().anyMatch(read -> read.channels().size() > 1)) {
        Read large = pieces.stream().filter(r -> r.channels().size() > 1).findFirst().orElseThrow();
        pieces.remove(large);
        pieces.addAll(large.split(channels));
      }
      verifyComplete(channels, pieces, "round " + round);
      pieces.forEach(
          read -> assertEquals(channels.get(read.channels().getFirst()).entries(), read.count()));
    }
  }

  private static List<ModbusChannel> channels(SplittableRandom random) {
    List<ModbusChannel> channels = new ArrayList<>();
    int count = random.nextInt(1, 40);
    int spread = random.nextInt(1, 5_000);
    for (int i = 0; i < count; i++) {
      Table table = TABLES.get(random.nextInt(TABLES.size()));
      RegisterType type = TYPES.get(random.nextInt(TYPES.size()));
      var period = Duration.ofSeconds(random.nextInt(1, 3));
      int address = random.nextInt(spread);
      channels.add(
          ModbusUnits.channel(
              "c" + i,
              table,
              address,
              Encoding.of(table.isBits() ? RegisterType.UINT16 : type),
              1,
              period,
              false));
    }
    return channels;
  }

  private static void verifyComplete(List<ModbusChannel> channels, List<Read> plan, String about) {
    List<Integer> seen = plan.stream().flatMap(r -> r.channels().stream()).sorted().toList();
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < channels.size(); i++) {
      all.add(i);
    }
    assertEquals(all, seen, about);
  }

  private static void verifyLegal(
      List<ModbusChannel> channels, Read read, int maxGap, String about) {
    assertTrue(read.count() >= 1 && read.count() <= read.table().most(), about);
    var used = new TreeSet<Integer>();
    for (int index : read.channels()) {
      ModbusChannel channel = channels.get(index);
      assertEquals(read.table(), channel.table(), about);
      assertEquals(read.period(), channel.period(), about);
      assertTrue(
          channel.address() >= read.address() && channel.end() <= read.address() + read.count(),
          about);
      for (int entry = channel.address(); entry < channel.end(); entry++) {
        used.add(entry);
      }
    }
    int last = read.address() - 1;
    for (int entry : used) {
      assertTrue(entry - last - 1 <= gap(read, maxGap), about);
      last = entry;
    }
    assertEquals(read.address() + read.count() - 1, last, about);
  }

  private static void verifyTight(List<Read> plan, int maxGap, String about) {
    for (Read left : plan) {
      for (Read right : plan) {
        boolean follows =
            left.table() == right.table()
                && left.period().equals(right.period())
                && left.address() < right.address();
        if (follows) {
          boolean tooFar = right.address() - left.address() - left.count() > gap(left, maxGap);
          int end = Math.max(left.address() + left.count(), right.address() + right.count());
          boolean tooLong = end - left.address() > left.table().most();
          assertTrue(tooFar || tooLong, about);
        }
      }
    }
  }

  private static int gap(Read read, int maxGap) {
    return read.table().isBits() ? 16 * maxGap : maxGap;
  }
}
