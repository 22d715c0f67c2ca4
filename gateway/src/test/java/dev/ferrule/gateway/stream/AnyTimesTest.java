package dev.ferrule.gateway.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.loop.ManualLoop;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.ReadingBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever an outside clock does to the times of readings, clients are told them. */
class AnyTimesTest {

  private static final long SEED = Long.getLong("seed", 20261130L);
  private static final long DAY = 86_400_000;

  /** The last time that a message can tell. */
  private static final long LAST = (1L << 49) - 1;

  private final Random random = new Random(SEED);
  private final HubFixture hub = new HubFixture();

  /** Around the 12 days that a message can span, years, and before the gateway was started. */
  @ParameterizedTest
  @ValueSource(longs = {12, -12, 13, -13, 24, -24, 25, -25, 400, -400, -20_000, 3_000_000})
  void tellsReadingsAfterAClockHasJumped(long days) {
    hub.channels(Channels.sensor("a", "one"), Channels.sensor("a", "two"));
    var binary = hub.subscribed(Subprotocol.BIN);
    var json = hub.subscribed(Subprotocol.JSON);
    List<Long> times = new ArrayList<>();
    for (long time : new long[] {0, days * DAY, days * DAY + 40, 80, days * DAY + 120}) {
      times.add(ManualLoop.START + time);
      hub.read(ReadingBatch.single(0, ManualLoop.START + time, times.size(), 0));
      hub.loop.advance(Duration.ofMillis(20));
    }
    assertEquals(times, times(binary));
    assertEquals(times, times(json));
  }

  private static List<Long> times(HubFixture.Client client) {
    return client.readings().stream().flatMap(List::stream).map(r -> r.time()).toList();
  }

  @Test
  void tellsBothCodecsTheSameReadingsWhateverTheirTimes() {
    hub.channels(
        Channels.sensor("a", "one"),
        Channels.sensor("a", "two"),
        Channels.sensor("a", "three"),
        Channels.relay("a", "four"));
    var binary = hub.subscribed(Subprotocol.BIN);
    var json = hub.subscribed(Subprotocol.JSON);
    Set<String> told = new HashSet<>();
    for (int round = 0; round < 2_000; round++) {
      ReadingBatch batch = batch();
      for (int cell = 0; cell < batch.size(); cell++) {
        int row = cell % batch.rows();
        told.add(
            key(
                batch.firstChannel() + cell / batch.rows(),
                batch.times()[row],
                batch.values()[cell]));
      }
      hub.read(batch);
      if (random.nextInt(3) == 0) {
        hub.loop.advance(Duration.ofMillis(random.nextInt(30)));
      }
      if (random.nextInt(50) == 0) {
        var joiner = hub.subscribed(Subprotocol.BIN);
        hub.hub.closed(joiner.session);
      }
    }
    hub.loop.advance(Duration.ofSeconds(1));
    assertEquals(told, keys(json), "seed " + SEED);
    assertEquals(told, keys(binary), "seed " + SEED);
  }

  @Test
  void throwsForNoTimeThatALongCanHold() {
    hub.channels(Channels.sensor("a", "one"));
    var client = hub.subscribed(Subprotocol.BIN);
    for (int round = 0; round < 500; round++) {
      long[] times = random.longs(1 + random.nextInt(4)).toArray();
      hub.read(new ReadingBatch(0, 1, times, new double[times.length], null));
      hub.loop.advance(Duration.ofMillis(20));
    }
    hub.read(ReadingBatch.single(0, Long.MAX_VALUE, 7, 0));
    hub.loop.advance(Duration.ofMillis(20));
    List<Long> all = times(client);
    assertEquals(LAST, all.getLast());
    assertTrue(all.stream().allMatch(time -> time >= -12 * DAY && time <= LAST), "seed " + SEED);
  }

  /** One to four rows; times near each other, apart, falling, or of another century. */
  private ReadingBatch batch() {
    int rows = random.nextInt(20) == 0 ? 300 : 1 + random.nextInt(4);
    int first = random.nextInt(4);
    int channels = 1 + random.nextInt(4 - first);
    long[] times = new long[rows];
    long time = random.nextLong(1L << (10 + random.nextInt(39)));
    for (int row = 0; row < rows; row++) {
      times[row] = time;
      long step = random.nextLong(1L << (1 + random.nextInt(33)));
      time = Math.clamp(random.nextInt(4) == 0 ? time - step : time + step, 0, LAST);
    }
    double[] values = new double[channels * rows];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(1000);
    }
    return new ReadingBatch(first, channels, times, values, null);
  }

  private static String key(int channel, long time, double value) {
    return channel + "@" + time + "=" + value;
  }

  private static Set<String> keys(HubFixture.Client client) {
    Set<String> keys = new HashSet<>();
    for (List<StreamReader.Reading> message : client.readings()) {
      message.forEach(r -> keys.add(key(r.channel(), r.time(), r.value())));
    }
    return keys;
  }
}
