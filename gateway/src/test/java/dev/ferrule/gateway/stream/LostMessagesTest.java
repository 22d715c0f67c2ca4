package dev.ferrule.gateway.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.frames.Message;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.stream.HubFixture.Client;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A client that counts as PROTOCOL.md B4 says finds out that messages are missing, and never takes
 * what the gateway does for a loss.
 */
class LostMessagesTest {

  private static final long SEED = Long.getLong("seed", 20_261_201);

  private final StreamSettings settings =
      new StreamSettings(
          Duration.ofMillis(10), 1_000, 64 * 1024, Duration.ofSeconds(10), 10_000, 10_000);
  private final HubFixture hub = new HubFixture(settings);
  private final Random random = new Random(SEED);

  @BeforeEach
  void threeChannels() {
    hub.channels(Channels.sensor("a", "x"), Channels.sensor("a", "y"), Channels.relay("a", "p"));
    hub.loop.advance(Duration.ofSeconds(1));
  }

  /** What a client counts of binary messages. */
  private static final class Counter {
    private static final int K_AND_R = 0x30;
    private static final int K = 0x20;

    private final StreamReader reader = new StreamReader();
    private boolean counts;
    private int compared;
    private int losses;

    void take(Payload payload) {
      switch (payload.message()) {
        case Message.Binary(byte[] bytes) -> {
          long counted = reader.position();
          reader.read(bytes);
          if ((bytes[0] & K_AND_R) == K) {
            if (counts) {
              compared++;
              losses += reader.position() == counted ? 0 : 1;
            }
            counts = true;
          }
        }
        case Message.Text _ -> {
          List<Payload> one = List.of(payload);
          FakeSocket.texts(one, "dictionary").forEach(reader::dictionary);
          if (!FakeSocket.texts(one, "subscribed").isEmpty()
              || !FakeSocket.texts(one, "merged").isEmpty()) {
            counts = false;
          }
        }
      }
    }
  }

  private void read(int times) {
    for (int i = 0; i < times; i++) {
      hub.read(random.nextInt(3), random.nextInt(2));
      if (random.nextInt(3) == 0) {
        hub.loop.advance(Duration.ofMillis(random.nextInt(25)));
      }
    }
    hub.loop.advance(Duration.ofMillis(500));
  }

  private List<Payload> subscribed(String rest) {
    Client client = hub.client(Subprotocol.BIN);
    client.say("{\"t\":\"subscribe\"" + rest + "}");
    read(2_000);
    return client.socket.take();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"channels\":[\"a.x\"]", ",\"rate\":50"})
  void countsWhatTheGatewayCounts(String subscription) {
    Counter counter = counter(subscribed(subscription));
    assertTrue(counter.compared >= 10, "compared: " + counter.compared);
    assertEquals(0, counter.losses, "seed " + SEED);
  }

  private Counter counter(List<Payload> payloads) {
    Counter counter = new Counter();
    Client dictionary = hub.client(Subprotocol.BIN);
    dictionary.say("{\"t\":\"dictionary\"}");
    dictionary.socket.take().forEach(counter::take);
    payloads.forEach(counter::take);
    return counter;
  }

  @Test
  void noticesEveryMessageThatIsMissing() {
    List<Payload> whole = subscribed("");
    List<Integer> binaries = new ArrayList<>();
    for (int i = 0; i < whole.size(); i++) {
      if (whole.get(i).message() instanceof Message.Binary) {
        binaries.add(i);
      }
    }
    int tried = 0;
    // The first is the reference of the others; behind the last K nothing tells yet.
    for (int at = 1; at < binaries.size() - 2 * Group.SNAPSHOT_EVERY; at += 7) {
      List<Payload> cut = new ArrayList<>(whole);
      Payload gone = cut.remove((int) binaries.get(at));
      boolean isReference = (((Message.Binary) gone.message()).bytes()[0] & 0x30) == 0x20;
      if (!isReference) {
        assertEquals(1, counter(cut).losses, "message " + at + ", seed " + SEED);
        tried++;
      }
    }
    assertTrue(tried > 30, "tried: " + tried);
  }

  /** Being left behind is told; it is no loss. */
  @Test
  void takesBeingSlowForNoLoss() {
    Client slow = hub.client(Subprotocol.BIN);
    slow.say("{\"t\":\"subscribe\"}");
    for (int i = 0; i < 10; i++) {
      slow.socket.stall();
      // Single readings of a channel replace none: only messages are left out.
      while (slow.socket.pending() < settings.queueBytes()) {
        read(500);
      }
      read(i % 2 == 0 ? 1 : 50);
      slow.socket.resume();
      read(200);
    }
    List<Payload> came = slow.socket.take();
    Counter counter = counter(came);
    assertTrue(FakeSocket.texts(came, "merged").size() >= 10);
    assertTrue(counter.compared > 20, "compared: " + counter.compared);
    assertEquals(0, counter.losses, "seed " + SEED);
  }

  /** In JSON each message says what it comes after. */
  @Test
  void saysInJsonWhatAMessageComesAfter() {
    Client client = hub.client(Subprotocol.JSON);
    client.say("{\"t\":\"subscribe\",\"channels\":[\"a.y\"]}");
    read(500);
    long position = -1;
    int compared = 0;
    for (var message : FakeSocket.texts(client.socket.take(), "readings")) {
      if (position >= 0) {
        assertEquals(position, message.path("before").asLong(-1));
        compared++;
      }
      position = message.path("position").asLong();
    }
    assertTrue(compared > 50, "compared: " + compared);
  }
}
