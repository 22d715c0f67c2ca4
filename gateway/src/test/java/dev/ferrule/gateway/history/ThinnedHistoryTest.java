package dev.ferrule.gateway.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.history.Remembering.Seen;
import dev.ferrule.gateway.history.file.HistoryRule;
import dev.ferrule.gateway.history.file.HistoryRules;
import dev.ferrule.gateway.history.file.HistorySettings;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.protocol.Quality;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Channels of which not every reading is kept. */
@Timeout(120)
class ThinnedHistoryTest {

  private static final long T = 1_767_225_600_000L;
  private static final Duration LONG = Duration.ofDays(36_500);
  private static final Channel TEMP = Channels.sensor("boiler", "temp");
  private static final Channel FLOW = Channels.sensor("boiler", "flow");
  private static final Channel PUMP = Channels.relay("boiler", "pump");

  private static final HistoryRule MINUTELY = rule(Duration.ofMinutes(1), OptionalDouble.empty());
  private static final HistoryRule BAND = rule(Duration.ofMinutes(5), OptionalDouble.of(0.5));
  private static final HistoryRule OFF =
      new HistoryRule(false, Duration.ZERO, OptionalDouble.empty(), LONG);

  @TempDir Path data;

  @Test
  void keepsOneReadingAMinuteAndTheLastOne() throws Exception {
    try (Remembering gateway = keeping(Map.of("boiler.temp", MINUTELY))) {
      gateway.up("boiler", TEMP, FLOW);
      for (int second = 0; second < 150; second++) {
        gateway.read("boiler", row(second, second, second));
      }
      gateway.settle(() -> gateway.all("boiler.flow").size() == 150);
    }
    try (Remembering gateway = keeping(Map.of())) {
      assertEquals(
          List.of(seen(0, 0), seen(60, 60), seen(120, 120), seen(149, 149)),
          gateway.all("boiler.temp"));
      assertEquals(150, gateway.all("boiler.flow").size());
    }
  }

  @Test
  void keepsTheCornersOfWhatChanges() throws Exception {
    try (Remembering gateway = keeping(Map.of("boiler.temp", BAND))) {
      gateway.up("boiler", TEMP);
      for (int second = 0; second < 100; second++) {
        gateway.read("boiler", one(second, second < 50 ? 20 + second % 2 / 10.0 : 30));
      }
      gateway.settle(() -> !gateway.all("*").isEmpty());
    }
    try (Remembering gateway = keeping(Map.of())) {
      assertEquals(
          List.of(seen(0, 20), seen(49, 20.1), seen(50, 30), seen(99, 30)), gateway.all("*"));
    }
  }

  @Test
  void keepsEveryChangeOfASwitchAndOfQuality() throws Exception {
    try (Remembering gateway = keeping(Map.of("boiler.temp", MINUTELY, "boiler.pump", MINUTELY))) {
      gateway.up("boiler", TEMP, PUMP);
      int doubtful = Quality.of(Quality.UNCERTAIN, 0);
      for (int second = 0; second < 30; second++) {
        int quality = second >= 10 && second < 12 ? doubtful : Quality.GOOD;
        gateway.read("boiler", ReadingBatch.single(0, at(second), 1, quality));
        gateway.read("boiler", ReadingBatch.single(1, at(second), second / 10 % 2, Quality.GOOD));
      }
      gateway.settle(() -> !gateway.all("*").isEmpty());
    }
    try (Remembering gateway = keeping(Map.of())) {
      assertEquals(
          List.of(at(0), at(9), at(10), at(11), at(12), at(29)),
          gateway.all("boiler.temp").stream().map(Seen::time).toList());
      assertEquals(
          List.of(at(0), at(9), at(10), at(19), at(20), at(29)),
          gateway.all("boiler.pump").stream().map(Seen::time).toList());
    }
  }

  @Test
  void keepsTheLastReadingBeforeADeviceWentAway() throws Exception {
    try (Remembering gateway = keeping(Map.of("boiler.temp", MINUTELY))) {
      gateway.up("boiler", TEMP);
      for (int second = 0; second < 30; second++) {
        gateway.read("boiler", one(second, second));
      }
      gateway.state("boiler", new DeviceState.Down("unplugged"));
      gateway.state("boiler", new DeviceState.Up());
      gateway.read("boiler", one(40, 7));
      gateway.settle(() -> gateway.all("*").size() == 4);
      List<Seen> all = gateway.all("*");
      assertEquals(seen(0, 0), all.get(0));
      assertEquals(seen(29, 29), all.get(1));
      assertTrue(Quality.isStale(all.get(2).quality()), all.toString());
      assertEquals(seen(40, 7), all.get(3));
    }
  }

  @Test
  void keepsNothingOfAChannelThatIsOff() throws Exception {
    try (Remembering gateway = keeping(Map.of("boiler.temp", OFF))) {
      gateway.up("boiler", TEMP, FLOW);
      for (int second = 0; second < 10; second++) {
        gateway.read("boiler", row(second, 1, 2));
      }
      gateway.settle(() -> gateway.all("boiler.flow").size() == 10);
      assertEquals(List.of(), gateway.all("boiler.temp"));
    }
  }

  /** What is between two kept readings is never further from their line than the deadband. */
  @Test
  void drawsNoLineThatIsUntrue() throws Exception {
    var random = new Random(7);
    List<Seen> fed = new ArrayList<>();
    try (Remembering gateway = keeping(Map.of("boiler.temp", BAND))) {
      gateway.up("boiler", TEMP);
      double value = 20;
      for (int second = 0; second < 20_000; second++) {
        boolean jumps = random.nextInt(50) == 0;
        value += jumps ? random.nextInt(100) / 10.0 - 5 : (random.nextInt(3) - 1) / 10.0;
        value = Math.rint(value * 10) / 10;
        fed.add(seen(second, value));
        gateway.read("boiler", one(second, value));
      }
      gateway.settle(() -> !gateway.all("*").isEmpty());
    }
    try (Remembering gateway = keeping(Map.of())) {
      List<Seen> kept = gateway.all("*");
      assertTrue(kept.size() < fed.size() / 2, kept.size() + " kept");
      assertEquals(fed.getLast(), kept.getLast());
      int next = 1;
      for (Seen reading : fed) {
        while (next < kept.size() - 1 && kept.get(next).time() < reading.time()) {
          next++;
        }
        Seen from = kept.get(next - 1);
        Seen to = kept.get(next);
        double part = (double) (reading.time() - from.time()) / (to.time() - from.time());
        double line = from.value() + part * (to.value() - from.value());
        // Both ends of a line are within the band of the first, and so is what is between.
        assertEquals(line, reading.value(), 2 * 0.5 + 1e-9, reading + " on " + from + " to " + to);
      }
    }
  }

  private Remembering keeping(Map<String, HistoryRule> rules) throws Exception {
    Map<ChannelId, HistoryRule> byId = new HashMap<>();
    rules.forEach((id, rule) -> byId.put(ChannelId.parse(id).orElseThrow(), rule));
    var all = new HistoryRules(HistoryRule.all(LONG), Map.of(), byId);
    return new Remembering(
        data, new HistorySettings(true, Duration.ofMillis(20), all, 1L << 30), "boiler");
  }

  private static HistoryRule rule(Duration every, OptionalDouble deadband) {
    return new HistoryRule(true, every, deadband, LONG);
  }

  private static long at(int second) {
    return T + second * 1000L;
  }

  private static Seen seen(int second, double value) {
    return new Seen("boiler.temp", at(second), value, 0);
  }

  private static ReadingBatch one(int second, double value) {
    return ReadingBatch.single(0, at(second), value, Quality.GOOD);
  }

  private static ReadingBatch row(int second, double temp, double flow) {
    return new ReadingBatch(0, 2, new long[] {at(second)}, new double[] {temp, flow}, null);
  }
}
