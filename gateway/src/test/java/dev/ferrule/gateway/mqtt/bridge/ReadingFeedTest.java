package dev.ferrule.gateway.mqtt.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.loop.ManualLoop;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.mqtt.BrokerSettings.Version;
import dev.ferrule.gateway.mqtt.Publication;
import dev.ferrule.gateway.mqtt.Topics;
import dev.ferrule.gateway.registry.DeviceFeed;
import dev.ferrule.gateway.registry.DeviceInfo;
import dev.ferrule.gateway.registry.Directory;
import dev.ferrule.gateway.registry.Registry;
import dev.ferrule.gateway.registry.RegistryListener;
import dev.ferrule.protocol.Quality;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Which readings are told, and how. */
class ReadingFeedTest {

  private final ManualLoop loop = new ManualLoop();
  private final Registry registry = new Registry(loop);
  private final DeviceFeed device =
      registry.feed("boiler", "Boiler", "text", "/dev/x", (_, _) -> {});
  private List<Publication> gone = List.of();

  private ReadingFeed feed(Pace pace) {
    var settings =
        new BridgeSettings(
            BridgeRig.broker(1883, Version.V5),
            new Topics("g", Topics.DEFAULT_TEMPLATE),
            true,
            false,
            new PaceRules(List.of(new PaceRules.Rule("boiler.temp", pace)), new Pace.Never()),
            OptionalInt.empty(),
            List.of(),
            Optional.empty());
    var feed = new ReadingFeed(loop, settings, registry.latest(), () -> {});
    registry.listen(
        new RegistryListener() {
          @Override
          public void directory(Directory directory) {
            gone = feed.directory(directory);
          }

          @Override
          public void device(DeviceInfo info) {}

          @Override
          public void readings(ReadingBatch batch) {
            feed.readings(batch);
          }

          @Override
          public void merged(int count) {}
        });
    device.channels(List.of(Channels.sensor("boiler", "temp"), Channels.sensor("boiler", "other")));
    loop.runReady();
    return feed;
  }

  private void read(double value, int quality) {
    device.readings(ReadingBatch.single(0, loop.currentTimeMillis(), value, quality));
    loop.runReady();
  }

  private void read(double... values) {
    for (double value : values) {
      read(value, Quality.GOOD);
    }
  }

  /** What is told, without time. */
  private static List<String> take(ReadingFeed feed) {
    List<String> told = new ArrayList<>();
    for (var next = feed.next(); next.isPresent(); next = feed.next()) {
      assertEquals("ferrule/g/boiler/temp", next.get().message().topic());
      told.add(
          new String(next.get().message().payload(), StandardCharsets.UTF_8)
              .replaceFirst(",\"t\":[0-9]+", ""));
    }
    return told;
  }

  private static String told(String value, String quality, int number) {
    return "{\"v\":" + value + ",\"q\":\"" + quality + "\",\"u\":\"Cel\",\"seq\":" + number + "}";
  }

  @Test
  void tellsEveryReadingInItsOrder() {
    ReadingFeed feed = feed(new Pace.Every());
    feed.opened();
    read(20, 20, 21.5);
    assertEquals(
        List.of(told("20.0", "good", 1), told("20.0", "good", 2), told("21.5", "good", 3)),
        take(feed));
  }

  @Test
  void tellsNoValueWhereThereIsNone() {
    ReadingFeed feed = feed(new Pace.Every());
    feed.opened();
    read(7, Quality.of(Quality.BAD, Quality.SENSOR_FAULT));
    read(Double.NaN, Quality.GOOD);
    read(7, Quality.of(Quality.STALE, Quality.LINK_DOWN));
    assertEquals(
        List.of(
            told("null", "bad: sensor fault", 1),
            told("null", "bad: not a number", 2),
            told("7.0", "stale: link down", 3)),
        take(feed));
  }

  @Test
  void tellsChangesBeyondTheDeadbandAndOfQuality() {
    ReadingFeed feed = feed(new Pace.OnChange(0.5, Duration.ZERO));
    feed.opened();
    read(20, 20.5, 20.4, 20.6, 20.7, 20);
    read(20, Quality.UNCERTAIN);
    assertEquals(
        List.of(
            told("20.0", "good", 1),
            told("20.6", "good", 2),
            told("20.0", "good", 3),
            told("20.0", "uncertain", 4)),
        take(feed));
  }

  @Test
  void tellsWhatDoesNotChangeFromTimeToTime() {
    ReadingFeed feed = feed(new Pace.OnChange(0, Duration.ofSeconds(60)));
    feed.opened();
    read(20);
    loop.advance(Duration.ofSeconds(30));
    read(20);
    loop.advance(Duration.ofSeconds(30));
    read(20);
    assertEquals(List.of(told("20.0", "good", 1), told("20.0", "good", 2)), take(feed));
  }

  @Test
  void tellsTheNewestOfAnInterval() {
    ReadingFeed feed = feed(new Pace.Interval(Duration.ofSeconds(10)));
    feed.opened();
    read(1);
    loop.advance(Duration.ofSeconds(1));
    read(2.0, 3.0);
    loop.advance(Duration.ofSeconds(10));
    assertEquals(List.of(told("1.0", "good", 1), told("3.0", "good", 2)), take(feed));
    loop.advance(Duration.ofSeconds(60));
    assertEquals(List.of(), take(feed));
  }

  @Test
  void keepsNothingWhileTheBrokerIsAwayAndTellsTheNewestThen() {
    ReadingFeed feed = feed(new Pace.Every());
    read(1, 2, 3);
    feed.opened();
    assertEquals(2, feed.replaced());
    assertEquals(List.of(told("3.0", "good", 3)), take(feed));
    read(4);
    feed.lost();
    feed.opened();
    assertEquals(List.of(told("4.0", "good", 4)), take(feed), "the same number: it was not told");
    assertEquals(2, feed.replaced());
  }

  @Test
  void keepsTheNewestOfEachChannelWhenTooManyWait() {
    ReadingFeed feed = feed(new Pace.Every());
    feed.opened();
    int many = WaitingReadings.LIMIT * 3;
    for (int i = 1; i <= many; i++) {
      read(i % 50);
    }
    List<String> told = take(feed);
    assertTrue(told.size() <= WaitingReadings.LIMIT, () -> "" + told.size());
    assertEquals(told(many % 50 + ".0", "good", many), told.getLast());
    assertEquals(many, told.size() + feed.replaced());
  }

  @Test
  void takesAwayWhatTheBrokerKeepsOfAChannelThatIsGone() {
    ReadingFeed feed = feed(new Pace.Every());
    feed.opened();
    read(1);
    device.channels(List.of(Channels.sensor("boiler", "other")));
    loop.runReady();
    assertEquals(1, gone.size());
    assertEquals("ferrule/g/boiler/temp", gone.getFirst().topic());
    assertEquals(0, gone.getFirst().payload().length);
    assertTrue(gone.getFirst().retain());
  }
}
