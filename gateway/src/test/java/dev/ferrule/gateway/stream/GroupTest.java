package dev.ferrule.gateway.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.gateway.loop.ManualLoop;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.stream.HubFixture.Client;
import dev.ferrule.gateway.stream.StreamReader.Reading;
import dev.ferrule.protocol.Quality;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When groups write, what they write, and that it is made once. */
class GroupTest {

  private static final Duration TICK = Duration.ofMillis(10);

  private final HubFixture hub = new HubFixture();

  @BeforeEach
  void threeChannels() {
    hub.channels(Channels.sensor("a", "x"), Channels.sensor("a", "y"), Channels.relay("a", "pump"));
    hub.loop.advance(Duration.ofSeconds(1));
  }

  @Test
  void writesAtOnceWhenItWasQuiet() {
    Client client = hub.subscribed(Subprotocol.BIN);
    hub.loop.advance(TICK);

    hub.read(0, 21.5);
    hub.loop.runReady();

    assertEquals(List.of(List.of(reading(0, 21.5))), client.readings());
  }

  @Test
  void joinsWhatComesInOneTurn() {
    Client client = hub.subscribed(Subprotocol.BIN);
    hub.loop.advance(TICK);

    hub.read(0, 21.5);
    hub.read(2, 1);
    hub.loop.runReady();

    assertEquals(List.of(List.of(reading(0, 21.5), reading(2, 1))), client.readings());
  }

  @Test
  void writesAFewTogetherComersOneByOne() {
    Client client = hub.subscribed(Subprotocol.BIN);
    hub.loop.advance(TICK);

    for (int i = 1; i <= Pace.BURST; i++) {
      hub.loop.advance(Duration.ofMillis(1));
      hub.read(0, i);
      hub.loop.runReady();
    }

    assertEquals(Pace.BURST, client.readings().size());
  }

  @Test
  void gathersForATickWhileTheLoopIsFullAndWritesAtOnceWhenItIsQuietAgain() {
    Client client = hub.subscribed(Subprotocol.BIN);
    hub.loop.advance(TICK);
    everyMillisecond(20);
    client.take();

    everyMillisecond(30);

    List<List<Reading>> gathered = client.readings();
    assertEquals(3, gathered.size());
    assertEquals(
        List.of(10, 10, 10), gathered.stream().map(List::size).toList(), gathered.toString());

    hub.loop.advance(TICK.multipliedBy(2));
    client.take();
    hub.read(0, 1);
    hub.loop.runReady();
    assertEquals(1, client.readings().size());
  }

  @Test
  void gathersNoLongerThanAMillisecondWhileTheLoopHasTime() {
    hub.loop.works(0.4);
    Client client = hub.subscribed(Subprotocol.BIN);
    hub.loop.advance(TICK);
    everyMillisecond(250); // until it has measured itself twice
    client.take();

    everyMillisecond(30);

    assertEquals(30, client.readings().size());
  }

  private void everyMillisecond(int times) {
    for (int i = 0; i < times; i++) {
      hub.loop.advance(Duration.ofMillis(1));
      hub.read(0, i);
      hub.loop.runReady();
    }
  }

  @Test
  void makesOneMessageForAllOfItsClients() {
    Client first = hub.subscribed(Subprotocol.BIN);
    Client second = hub.subscribed(Subprotocol.BIN);
    hub.loop.advance(TICK);

    hub.read(0, 21.5);
    hub.loop.runReady();

    assertSame(first.socket.take().getLast(), second.socket.take().getLast());
  }

  @Test
  void writesASnapshotFirstAndEvery32Messages() {
    hub.read(0, 1);
    hub.read(2, 1);
    hub.loop.runReady();
    Client client = hub.client(Subprotocol.BIN);
    client.say("{\"t\":\"subscribe\"}");
    List<byte[]> messages = FakeSocket.binaries(client.socket.take());
    for (int i = 1; i <= 2 * Group.SNAPSHOT_EVERY; i++) {
      hub.loop.advance(TICK);
      hub.read(1, i);
      hub.loop.runReady();
    }
    messages.addAll(FakeSocket.binaries(client.socket.take()));

    for (int i = 0; i < messages.size(); i++) {
      int bits = messages.get(i)[0] & 0x30;
      // What comes after a snapshot goes as much further as that brought.
      boolean isAfter = i > Group.SNAPSHOT_EVERY && i % Group.SNAPSHOT_EVERY == 1;
      int update = isAfter ? 0x30 : 0x10;
      assertEquals(i % Group.SNAPSHOT_EVERY == 0 ? 0x20 : update, bits, "message " + i);
    }
    assertEquals(65, messages.size());
  }

  @Test
  void putsEveryChannelIntoALaterSnapshot() {
    Client client = hub.subscribed(Subprotocol.BIN);
    hub.read(0, 1);
    hub.loop.advance(TICK);
    client.take();
    for (int i = 1; i < Group.SNAPSHOT_EVERY; i++) {
      hub.loop.advance(TICK);
      hub.read(1, i);
      hub.loop.runReady();
    }

    List<Reading> snapshot = client.readings().getLast();

    assertEquals(List.of(1, 0), snapshot.stream().map(Reading::channel).toList());
    assertEquals(List.of(31.0, 1.0), snapshot.stream().map(Reading::value).toList());
  }

  @Test
  void letsAJoinerDecodeWhatFollows() {
    Client first = hub.subscribed(Subprotocol.BIN);
    for (int i = 0; i < 7; i++) {
      hub.loop.advance(TICK);
      hub.read(0, i);
      hub.read(1, 10 * i);
      hub.loop.runReady();
    }
    everyMillisecond(Pace.BURST + 1);
    hub.read(0, 70);
    Client joiner = hub.subscribed(Subprotocol.BIN);
    first.take();
    // What is still gathered is not in the joiner's snapshot: it comes to both, once.
    assertTrue(value(joiner, 0) < Pace.BURST, "is " + value(joiner, 0));
    assertEquals(60.0, value(joiner, 1));
    assertEquals(first.reader.latest(), joiner.reader.latest());

    hub.loop.advance(TICK);
    hub.loop.advance(TICK);
    hub.read(1, 61);
    hub.loop.runReady();

    List<List<Reading>> came = joiner.readings();
    assertEquals(first.readings(), came);
    assertEquals(2, came.size());
    assertEquals(first.reader.latest(), joiner.reader.latest());
    assertEquals(first.reader.position(), joiner.reader.position());
  }

  @Test
  void tellsOnePositionToWhoeverSubscribedToWhatever() {
    Client all = hub.subscribed(Subprotocol.BIN);
    Client text = hub.subscribed(Subprotocol.JSON);
    Client other = hub.client(Subprotocol.BIN);
    other.say("{\"t\":\"subscribe\",\"channels\":[\"*.pump\"]}");
    other.take();
    hub.loop.advance(TICK);
    hub.read(0, 1);
    hub.read(1, 2);
    hub.loop.advance(TICK);
    hub.read(2, 3);
    hub.loop.advance(TICK);
    all.take();
    other.take();
    JsonNode last = FakeSocket.texts(text.take(), "readings").getLast();

    assertEquals(3, hub.registry.position());
    assertEquals(3, all.reader.position());
    assertEquals(3, other.reader.position());
    assertEquals(3, last.path("position").asLong());
  }

  @Test
  void neverGoesBackWhenReadingsWereMergedOnTheWay() {
    Client client = hub.subscribed(Subprotocol.BIN);
    hub.loop.advance(TICK);
    long[] now = {hub.loop.currentTimeMillis()};
    hub.hub.readings(hub.good(0, 1, now, 1).at(5)); // the newest of a channel takes an older place
    hub.hub.readings(hub.good(1, 1, now, 2).at(3));
    hub.loop.advance(TICK);
    client.take();

    assertEquals(5, client.reader.position());
  }

  @Test
  void tellsWhoJoinsThePositionThatTheOthersHave() {
    Client first = hub.subscribed(Subprotocol.BIN);
    hub.loop.advance(TICK);
    hub.read(0, 1);
    hub.loop.advance(TICK);
    first.take();
    assertEquals(1, first.reader.position());

    Client joiner = hub.client(Subprotocol.BIN);
    joiner.say("{\"t\":\"subscribe\"}");
    JsonNode subscribed = FakeSocket.texts(joiner.take(), "subscribed").getFirst();

    assertEquals(1, subscribed.path("position").asInt());
    assertEquals(1, joiner.reader.position());
  }

  @Test
  void sendsTheNewestPerChannelAndIntervalWhenARateIsAsked() {
    Client client = hub.client(Subprotocol.BIN);
    client.say("{\"t\":\"subscribe\",\"rate\":2}");
    client.take();
    hub.loop.advance(Duration.ofMillis(500));
    hub.read(0, 1);
    hub.loop.runReady();
    assertEquals(List.of(List.of(reading(0, 1))), client.readings());

    for (int i = 2; i <= 40; i++) {
      hub.loop.advance(TICK);
      hub.read(0, i);
      hub.read(1, -i);
      hub.loop.runReady();
    }
    assertEquals(List.of(), client.readings());
    hub.loop.advance(Duration.ofMillis(110));

    List<Reading> one = client.readings().getFirst();
    assertEquals(List.of(40.0, -40.0), one.stream().map(Reading::value).toList());
  }

  @Test
  void sendsOnlyWhatWasSubscribed() {
    Client client = hub.client(Subprotocol.BIN);
    client.say("{\"t\":\"subscribe\",\"channels\":[\"*.x\",\"a.pu*\"]}");
    client.take();
    hub.loop.advance(TICK);

    long now = hub.loop.currentTimeMillis();
    hub.read(hub.good(0, 3, new long[] {now}, 1, 2, 3));
    hub.loop.runReady();

    assertEquals(List.of(List.of(reading(0, 1), reading(2, 3))), client.readings());
  }

  @Test
  void keepsEachChannelsOrderWhenBatchesOverlap() {
    Client client = hub.subscribed(Subprotocol.BIN);
    hub.loop.advance(TICK);
    long now = hub.loop.currentTimeMillis();

    hub.read(hub.good(0, 2, new long[] {now}, 1, 10));
    hub.read(ReadingBatch.single(1, now + 1, 11, Quality.GOOD));
    hub.read(hub.good(0, 2, new long[] {now + 2}, 2, 12));
    hub.loop.runReady();

    List<Reading> message = client.readings().getFirst();
    assertEquals(
        List.of(10.0, 11.0, 12.0),
        message.stream().filter(r -> r.channel() == 1).map(Reading::value).toList());
  }

  @Test
  void callsWhatIsNoNumberBad() {
    Client binary = hub.subscribed(Subprotocol.BIN);
    Client json = hub.subscribed(Subprotocol.JSON);
    hub.loop.advance(TICK);

    hub.read(0, Double.NaN);
    hub.read(1, Double.POSITIVE_INFINITY);
    hub.loop.runReady();

    List<Reading> expected =
        List.of(
            new Reading(0, hub.loop.currentTimeMillis(), Double.NaN, 0x88),
            new Reading(1, hub.loop.currentTimeMillis(), Double.NaN, 0x88));
    assertEquals(List.of(expected), binary.readings());
    assertEquals(List.of(expected), json.readings());
  }

  @Test
  void showsAValueThatIsAMonthOld() {
    hub.read(0, 1);
    hub.loop.advance(Duration.ofDays(30));
    hub.read(1, 2);
    Client early = hub.subscribed(Subprotocol.BIN);
    assertEquals(1.0, value(early, 0));
    assertEquals(2.0, value(early, 1));

    // An old value is said to be stale: its time is far from that of the others in the message.
    hub.loop.advance(TICK);
    int stale = Quality.of(Quality.STALE, Quality.NO_DATA);
    hub.read(1, 3);
    hub.read(ReadingBatch.single(0, ManualLoop.START + 1_000, 1, stale));
    hub.read(1, 4);
    hub.loop.runReady();
    early.take();
    Client late = hub.subscribed(Subprotocol.BIN);

    assertEquals(stale, early.reader.latest(0).quality());
    assertEquals(4.0, value(early, 1));
    assertEquals(early.reader.latest(), late.reader.latest());
  }

  @Test
  void splitsWhatDoesNotFitOneMessage() {
    Client client = hub.subscribed(Subprotocol.BIN);
    hub.loop.advance(TICK);
    int rows = 40_000;
    long[] times = new long[rows];
    double[] values = new double[2 * rows];
    for (int i = 0; i < rows; i++) {
      times[i] = hub.loop.currentTimeMillis() + i * 7L % 5 + 10L * i;
      values[i] = i * 7919 % 100_003;
      values[rows + i] = i * 104_729 % 99_991;
    }
    hub.read(hub.good(0, 2, times, values));
    hub.loop.runReady();

    List<List<Reading>> messages = client.readings();

    assertTrue(messages.size() > 1);
    List<Double> first =
        messages.stream()
            .flatMap(List::stream)
            .filter(r -> r.channel() == 0)
            .map(Reading::value)
            .toList();
    assertEquals(rows, first.size());
    for (int i = 0; i < rows; i++) {
      assertEquals(values[i], first.get(i));
    }
  }

  private Reading reading(int channel, double value) {
    return new Reading(channel, hub.loop.currentTimeMillis(), value, Quality.GOOD);
  }

  private static double value(Client client, int channel) {
    return client.reader.latest(channel).value();
  }
}
