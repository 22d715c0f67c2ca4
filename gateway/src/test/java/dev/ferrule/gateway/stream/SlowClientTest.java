package dev.ferrule.gateway.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.stream.HubFixture.Client;
import dev.ferrule.gateway.stream.StreamReader.Reading;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a client that does not keep up, by hand-wound time. */
class SlowClientTest {

  private static final Duration TICK = Duration.ofMillis(10);

  /** Bytes; what {@link #fill} sends at once is the longest here. */
  private static final int LONGEST_MESSAGE = 2_500;

  private final StreamSettings settings =
      new StreamSettings(TICK, 10, 64 * 1024, Duration.ofSeconds(10), 50, 100);
  private final HubFixture hub = new HubFixture(settings);

  @BeforeEach
  void twoChannels() {
    hub.channels(Channels.sensor("a", "x"), Channels.sensor("a", "y"));
    hub.loop.advance(Duration.ofSeconds(1));
  }

  @Test
  void keepsTheNewestAndTellsHowManyItReplaced() {
    Client slow = hub.subscribed(Subprotocol.BIN);
    fill(slow);
    slow.socket.take();
    for (int i = 1; i <= 500; i++) {
      tick(i);
    }

    slow.socket.resume();
    List<Payload> came = slow.take();

    assertEquals(List.of(500.0, -500.0), newest(slow));
    int merged = FakeSocket.texts(came, "merged").getFirst().path("count").asInt();
    assertEquals(2 * 500 - 2, merged);
  }

  @Test
  void countsEveryReadingAsDeliveredOrMerged() {
    Client quick = hub.subscribed(Subprotocol.BIN);
    Client slow = hub.subscribed(Subprotocol.BIN);
    fill(slow);
    long filled = hub.loop.currentTimeMillis();
    for (int i = 1; i <= 300; i++) {
      tick(i);
      if (i % 100 == 0) {
        slow.socket.resume();
        tick(1000 + i);
        slow.socket.stall();
      }
    }
    slow.socket.resume();

    long all =
        quick.readings().stream().flatMap(List::stream).filter(r -> r.time() > filled).count();
    List<Payload> came = slow.socket.take();
    long merged =
        FakeSocket.texts(came, "merged").stream().mapToLong(m -> m.path("count").asLong()).sum();
    // Welcomes repeat what a client has; told apart by channel and time.
    long delivered =
        FakeSocket.binaries(came).stream()
            .flatMap(bytes -> slow.reader.read(bytes).stream())
            .filter(r -> r.time() > filled)
            .map(r -> r.channel() + "@" + r.time())
            .distinct()
            .count();
    // The reference that a welcome says again may hold readings that were counted as merged.
    long repeated = 3 * 2; // rejoins, channels
    long accounted = delivered + merged;
    assertTrue(accounted >= all && accounted <= all + repeated, accounted + " of " + all);
    assertEquals(quick.reader.latest(), slow.reader.latest());
  }

  @Test
  void comesBackWithASnapshotSoThatItReadsWhatFollows() {
    Client quick = hub.subscribed(Subprotocol.BIN);
    Client slow = hub.subscribed(Subprotocol.BIN);
    fill(slow);
    for (int i = 0; i < 3 * Group.SNAPSHOT_EVERY; i++) {
      tick(i);
    }
    slow.socket.resume();
    tick(7);

    quick.take();
    slow.take();

    assertEquals(quick.reader.latest(), slow.reader.latest());
    assertEquals(quick.reader.position(), slow.reader.position());
  }

  @Test
  void neverLetsMoreWaitThanItsLimitAndOneMessage() {
    Client slow = hub.subscribed(Subprotocol.BIN);
    fill(slow);
    for (int i = 1; i <= 5_000; i++) {
      tick(i);
    }

    assertTrue(
        slow.socket.mostPending() < settings.queueBytes() + LONGEST_MESSAGE,
        "waiting at most: " + slow.socket.mostPending());
  }

  @Test
  void leavesTheOthersAlone() {
    Client slow = hub.subscribed(Subprotocol.BIN);
    Client other = hub.subscribed(Subprotocol.BIN);
    fill(slow);
    other.take();

    tick(1);
    tick(2);

    assertEquals(
        List.of(1.0, -1.0, 2.0, -2.0),
        other.readings().stream().flatMap(List::stream).map(Reading::value).toList());
  }

  @Test
  void isCutWhenNothingDrainsForTenSeconds() {
    Client slow = hub.subscribed(Subprotocol.BIN);
    slow.socket.stall();
    tick(1);

    hub.loop.advance(Duration.ofMillis(9_900));
    assertNull(slow.socket.closed);
    hub.loop.advance(Duration.ofSeconds(1));

    assertEquals(CloseCode.TOO_SLOW, slow.socket.closed);
  }

  /** However short before it was last looked at. */
  @Test
  void isNotCutBeforeItStalledForTheWholeTime() {
    Client slow = hub.subscribed(Subprotocol.BIN);
    hub.loop.advance(Duration.ofMillis(25_070));
    slow.socket.stall();
    tick(1);

    hub.loop.advance(Duration.ofMillis(9_989));

    assertNull(slow.socket.closed);
  }

  @Test
  void isNotCutWhileSomethingDrains() {
    Client slow = hub.subscribed(Subprotocol.BIN);
    fill(slow);
    for (int i = 0; i < 6; i++) {
      hub.loop.advance(Duration.ofSeconds(8));
      slow.socket.takeOne();
      tick(i);
    }

    assertNull(slow.socket.closed);
  }

  @Test
  void getsControlMessagesInTheirOrderWhenItReadsAgain() {
    Client slow = hub.subscribed(Subprotocol.BIN);
    fill(slow);
    hub.feed.state(new DeviceState.Up());
    hub.feed.state(new DeviceState.Silent("nothing came"));
    hub.channels(Channels.sensor("a", "x"), Channels.sensor("a", "z"));
    tick(3);

    slow.socket.resume();
    List<Payload> came = slow.take();

    List<String> control =
        FakeSocket.types(came).stream()
            .filter(t -> !t.equals("binary") && !t.equals("time"))
            .toList();
    assertEquals(List.of("device", "device", "dictionary", "subscribed"), control.subList(0, 4));
    assertEquals(List.of(3.0, -3.0), newest(slow));
  }

  @Test
  void isCutWhenControlMessagesPileUp() {
    Client slow = hub.subscribed(Subprotocol.BIN);
    fill(slow);
    for (int i = 0; i < 20_000 && slow.socket.closed == null; i++) {
      hub.feed.state(new DeviceState.Up());
      hub.feed.state(new DeviceState.Connecting());
    }

    assertEquals(CloseCode.TOO_SLOW, slow.socket.closed);
    assertTrue(slow.socket.mostPending() < settings.queueBytes() + LONGEST_MESSAGE);
  }

  /** Stalls a client and lets readings come until its socket is full. */
  private void fill(Client client) {
    client.socket.stall();
    int rows = 1_000;
    while (client.socket.pending() < settings.queueBytes()) {
      hub.loop.advance(TICK);
      long[] times = new long[rows];
      double[] values = new double[rows];
      for (int i = 0; i < rows; i++) {
        times[i] = hub.loop.currentTimeMillis() - rows + i;
        values[i] = i * 7919 % 10_007;
      }
      hub.read(hub.good(0, 1, times, values));
      hub.loop.runReady();
    }
  }

  private void tick(int value) {
    hub.loop.advance(TICK);
    long now = hub.loop.currentTimeMillis();
    hub.read(hub.good(0, 2, new long[] {now}, value, -value));
    hub.loop.runReady();
  }

  private static List<Double> newest(Client client) {
    return client.reader.latest().values().stream().map(Reading::value).toList();
  }
}
