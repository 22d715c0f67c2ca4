package dev.ferrule.gateway.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.CommandRecord;
import dev.ferrule.gateway.model.CommandState;
import dev.ferrule.gateway.stream.HubFixture.Client;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What many clients together may take, by hand-wound time. */
class CrowdTest {

  private static final long BACKLOG = 1 << 20;
  private static final int CROWD = 400;

  private final HubFixture hub = new HubFixture(StreamSettings.DEFAULT, BACKLOG);

  private void channels(int count) {
    hub.channels(
        IntStream.range(0, count)
            .mapToObj(i -> Channels.sensor("a", "c" + i))
            .toArray(Channel[]::new));
  }

  private List<Client> crowdThatReadsNothing() {
    List<Client> crowd = new ArrayList<>();
    for (int i = 0; i < CROWD; i++) {
      Client client = hub.client(Subprotocol.JSON);
      client.socket.stall();
      client.say("{\"t\":\"subscribe\",\"rate\":" + (1 + i * 0.01) + "}");
      crowd.add(client);
    }
    return crowd;
  }

  private void readAll(int rounds) {
    for (int round = 0; round < rounds; round++) {
      for (int channel = 0; channel < 50; channel++) {
        hub.read(channel, round);
      }
      hub.loop.advance(Duration.ofSeconds(1));
      assertTrue(hub.count.backlog().waiting() <= BACKLOG, "round " + round);
    }
  }

  @Test
  void keepsNoMoreForAllThanMayWait() {
    channels(50);
    Client reader = hub.subscribed(Subprotocol.JSON);
    List<Client> crowd = crowdThatReadsNothing();

    readAll(9);

    assertTrue(crowd.stream().anyMatch(client -> client.socket.dropped), "nobody was dropped");
    assertFalse(reader.socket.dropped);
    assertEquals(9 * 50, reader.readings().stream().mapToInt(List::size).sum());
  }

  @Test
  void givesBackWhatWaitedForThoseWhoGo() {
    channels(50);
    List<Client> crowd = crowdThatReadsNothing();
    readAll(3);
    crowd.forEach(client -> hub.hub.closed(client.session));
    assertEquals(0, hub.count.backlog().waiting());
    assertEquals(0, hub.count.groups().waiting());
    assertEquals(0, hub.count.now());
  }

  @Test
  void refusesSubscriptionsOnceTheirGroupsTakeAllRoom() {
    channels(5_000);
    List<String> told = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Client client = hub.client(Subprotocol.BIN);
      client.say("{\"t\":\"subscribe\",\"rate\":" + (1 + i) + "}");
      hub.loop.advance(Duration.ofSeconds(1)); // large ones one by one
      told.addAll(
          FakeSocket.types(client.take()).stream().filter(t -> !t.equals("binary")).toList());
    }
    assertTrue(told.contains("subscribed") && told.contains("error"), told::toString);
    assertTrue(hub.count.groups().waiting() <= ClientCount.GROUPS);

    Client sharing = hub.client(Subprotocol.BIN);
    sharing.say("{\"t\":\"subscribe\",\"rate\":1}");
    hub.loop.advance(Duration.ofSeconds(1));
    assertEquals("subscribed", FakeSocket.types(sharing.take()).getFirst());
  }

  /** The answers to what a client says wait for it, until it is not listened to any more. */
  @Test
  void listensAgainOnceAClientReadsItsAnswers() {
    channels(100);
    Client client = hub.client(Subprotocol.JSON);
    client.socket.stall();
    for (int i = 0; i < 20 && !client.socket.ignored; i++) {
      hub.loop.advance(Duration.ofSeconds(2));
      for (int j = 0; j < 50; j++) {
        client.say("{\"t\":\"dictionary\"}");
      }
    }
    assertTrue(client.socket.ignored);
    client.socket.resume();
    assertFalse(client.socket.ignored);
  }

  /** Whoever asks for much is heard again when others have had their turns. */
  @Test
  void restsFromAnAddressThatAsksForMuch() {
    channels(20);
    Client client = hub.client(Subprotocol.BIN);
    hub.commands.onSubmit = _ -> hub.loop.advance(Duration.ofMillis(60));
    client.session.text(
        "{\"t\":\"command\",\"id\":\"command-1\",\"channel\":\"a.c1\",\"value\":1}");
    client.session.text("{\"t\":\"dictionary\"}");
    assertTrue(client.socket.ignored);
    assertEquals(List.of(), FakeSocket.texts(client.take(), "dictionary"));
    hub.loop.advance(Duration.ofMillis(300));
    assertFalse(client.socket.ignored);
    assertEquals(1, FakeSocket.texts(client.take(), "dictionary").size());
  }

  @Test
  void tellsWatchersNothingOfWhatWasAskedInVain() {
    channels(2);
    Client watcher = hub.subscribed(Subprotocol.JSON);
    Client asker = hub.client(Subprotocol.JSON);
    var refused =
        new CommandState.Requested().rejected(CommandState.Reason.RANGE, "no", Duration.ZERO);
    hub.commands.onSubmit =
        command -> {
          hub.commands.step(new CommandRecord(command, new CommandState.Requested(), 1));
          hub.commands.step(new CommandRecord(command, refused, 1));
        };
    hub.commands.answer = refused;
    asker.say("{\"t\":\"command\",\"id\":\"command-1\",\"channel\":\"a.c1\",\"value\":1}");
    assertEquals(List.of(), FakeSocket.texts(watcher.take(), "command"));
    assertEquals(1, FakeSocket.texts(asker.take(), "command").size());
  }
}
