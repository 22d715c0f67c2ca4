package dev.ferrule.gateway.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.LogWitness;
import dev.ferrule.gateway.loop.Mailbox;
import dev.ferrule.gateway.loop.ManualLoop;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.model.TimeBase;
import dev.ferrule.protocol.Quality;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryTest {

  private final ManualLoop loop = new ManualLoop();
  private final Registry registry = new Registry(loop);
  private final Heard heard = new Heard();

  @Test
  void numbersTheChannelsOfEachDeviceWithoutAHole() {
    DeviceFeed first = feed("a");
    DeviceFeed second = feed("b");
    first.channels(List.of(Channels.sensor("a", "x"), Channels.sensor("a", "y")));
    second.channels(List.of(Channels.sensor("b", "x")));

    assertEquals(0, registry.directory().number(new ChannelId("a", "x")).orElseThrow());
    assertEquals(1, registry.directory().number(new ChannelId("a", "y")).orElseThrow());
    assertEquals(2, registry.directory().number(new ChannelId("b", "x")).orElseThrow());
    assertEquals(3, registry.directory().capacity());
  }

  @Test
  void givesEachBatchItsPlaceInOneSequenceAndKeepsHowItsTimesWereMade() {
    DeviceFeed first = feed("a");
    DeviceFeed second = feed("b");
    first.channels(List.of(Channels.sensor("a", "x")));
    second.channels(List.of(Channels.sensor("b", "x")));
    registry.listen(heard);
    first.readings(ReadingBatch.single(0, 5, 1, Quality.GOOD));
    second.readings(ReadingBatch.single(0, 6, 2, Quality.GOOD));
    first.state(new DeviceState.Down("gone"));

    assertEquals(List.of(1L, 2L, 3L), heard.batches.stream().map(ReadingBatch::position).toList());
    assertEquals(3, registry.position());
    TimeBase base = loop.timeBase();
    heard.batches.forEach(batch -> assertEquals(base, batch.base()));
    assertEquals(base, registry.latest().base(0));
  }

  @Test
  void givesANewGenerationWhenAChannelListChangesAndNoneWhenItComesAgain() {
    DeviceFeed feed = feed("a");
    feed.channels(List.of(Channels.sensor("a", "x")));
    int generation = registry.directory().generation();
    feed.channels(List.of(Channels.sensor("a", "x")));
    assertEquals(generation, registry.directory().generation());
    feed.channels(List.of(Channels.sensor("a", "x"), Channels.sensor("a", "y")));
    assertEquals(generation + 1, registry.directory().generation());
  }

  @Test
  void tellsReadingsUnderTheirNumbersAndKeepsTheNewest() {
    feed("a").channels(List.of(Channels.sensor("a", "x")));
    DeviceFeed second = feed("b");
    second.channels(List.of(Channels.sensor("b", "x")));
    registry.listen(heard);

    second.readings(ReadingBatch.single(0, 5, 21.5, Quality.GOOD));

    assertEquals(List.of(ReadingBatch.single(1, 5, 21.5, Quality.GOOD)), heard.batches);
    assertEquals(21.5, registry.latest().value(1));
    assertFalse(registry.latest().has(0));
  }

  @Test
  void logsARefusedDeviceAsOneError() {
    try (var log = new LogWitness("dev.ferrule.device.a")) {
      feed("a").state(new DeviceState.Refused("wrong device"));
      assertEquals(List.of(Level.SEVERE), log.heard().stream().map(LogRecord::getLevel).toList());
    }
  }

  @Test
  void marksValuesStaleOnceWhenTheLinkGoesDownAndKeepsTheirTime() {
    DeviceFeed feed = upWithReading();
    registry.listen(heard);

    feed.state(new DeviceState.Down("unplugged"));
    feed.state(new DeviceState.Down("still unplugged"));

    int stale = Quality.of(Quality.STALE, Quality.LINK_DOWN);
    assertEquals(List.of(ReadingBatch.single(0, ManualLoop.START, 20, stale)), heard.batches);
    assertEquals(List.of("unplugged", "still unplugged"), heard.reasons);
  }

  @Test
  void marksAValueStaleThatStaysAwayThreePeriods() {
    upWithReading();
    registry.start();
    registry.listen(heard);

    loop.advance(Duration.ofMillis(2_900));
    assertEquals(List.of(), heard.batches);
    loop.advance(Duration.ofMillis(700));

    assertEquals(1, heard.batches.size());
    assertEquals(Quality.of(Quality.STALE, Quality.NO_DATA), registry.latest().quality(0));
  }

  @ParameterizedTest
  @ValueSource(longs = {365, -365})
  void countsTheAgeOfAValueByNoClockThatSomebodySets(long days) {
    upWithReading();
    registry.start();
    registry.listen(heard);
    loop.jump(Duration.ofDays(days));

    loop.advance(Duration.ofMillis(2_900));
    assertEquals(List.of(), heard.batches);
    loop.advance(Duration.ofMillis(700));

    assertEquals(1, heard.batches.size());
  }

  @Test
  void forgetsValuesOfAChannelListThatWasReplaced() {
    DeviceFeed feed = upWithReading();
    feed.channels(List.of(Channels.sensor("a", "other")));
    assertFalse(registry.latest().has(0));
  }

  @Test
  void keepsTheNewestReadingPerChannelAndCountsTheRestWhenTheCoreIsBusy() {
    DeviceFeed feed = feed("a");
    feed.channels(List.of(Channels.sensor("a", "x"), Channels.sensor("a", "y")));
    registry.listen(heard);
    loop.stepAway();

    int posted = Mailbox.LIMIT + 10;
    for (int i = 0; i < posted; i++) {
      feed.readings(ReadingBatch.single(i % 2, i, i, Quality.GOOD));
    }
    loop.runReady();

    int told = heard.batches.stream().mapToInt(ReadingBatch::size).sum();
    assertEquals(posted, told + heard.merged);
    assertTrue(heard.merged > 0);
    assertEquals(posted - 2, registry.latest().value(0));
    assertEquals(posted - 1, registry.latest().value(1));
  }

  @Test
  void replicaFollowsTheRegistryInOrder() {
    DeviceFeed feed = upWithReading();
    ManualLoop other = new ManualLoop();
    other.stepAway();
    Replica replica = registry.replicate(other);
    other.runReady();
    replica.listen(heard);

    feed.readings(ReadingBatch.single(0, 7, 30, Quality.GOOD));
    feed.channels(List.of(Channels.sensor("a", "p"), Channels.sensor("a", "q")));
    feed.readings(ReadingBatch.single(1, 8, 31, Quality.GOOD));
    assertEquals(List.of(), heard.batches);
    other.runReady();

    assertEquals(List.of("readings 0", "directory 2", "readings 1"), heard.order.subList(1, 4));
    assertFalse(replica.latest().has(0));
    assertEquals(31, replica.latest().value(1));
  }

  @Test
  void replicaStartsWithTheValuesThatTheRegistryHas() {
    upWithReading();
    Replica replica = registry.replicate(new ManualLoop());
    assertEquals(20, replica.latest().value(0));
  }

  private DeviceFeed feed(String id) {
    return registry.feed(id, id, "text", "/dev/" + id, (command, progress) -> {});
  }

  private DeviceFeed upWithReading() {
    DeviceFeed feed = feed("a");
    feed.state(new DeviceState.Up());
    feed.channels(List.of(Channels.sensor("a", "x")));
    feed.readings(ReadingBatch.single(0, loop.currentTimeMillis(), 20, Quality.GOOD));
    return feed;
  }

  private static final class Heard implements RegistryListener {
    final List<ReadingBatch> batches = new ArrayList<>();
    final List<String> reasons = new ArrayList<>();
    final List<String> order = new ArrayList<>();
    int merged;

    @Override
    public void directory(Directory directory) {
      order.add("directory " + directory.capacity());
    }

    @Override
    public void device(DeviceInfo device) {
      reasons.add(device.state().reason());
    }

    @Override
    public void readings(ReadingBatch batch) {
      batches.add(batch);
      order.add("readings " + batch.firstChannel());
    }

    @Override
    public void merged(int count) {
      merged += count;
    }
  }
}
