package dev.ferrule.gateway.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandRecord;
import dev.ferrule.gateway.model.CommandState;
import dev.ferrule.gateway.stream.HubFixture.Client;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is told how far a command got, and how often. */
class CommandStepsTest {

  private final HubFixture hub = new HubFixture();

  @BeforeEach
  void twoChannels() {
    hub.channels(Channels.sensor("a", "x"), Channels.relay("a", "pump"));
  }

  @Test
  void tellsTheStatesOfACommandToWhoAskedAndToWhoWatches() {
    Client asker = hub.client(Subprotocol.BIN);
    Client watcher = hub.client(Subprotocol.BIN);
    watcher.say("{\"t\":\"subscribe\",\"channels\":[\"a.pump\"]}");
    Client stranger = hub.client(Subprotocol.BIN);
    stranger.say("{\"t\":\"subscribe\",\"channels\":[\"a.x\"]}");
    watcher.take();
    stranger.take();

    asker.say(command("command-1", 1));
    Command command = hub.commands.submitted.getFirst();
    step(command, new CommandState.Written());
    step(command, new CommandState.Confirmed());
    step(command, new CommandState.Confirmed());

    assertEquals(List.of("admitted", "written", "confirmed"), states(asker));
    assertEquals(List.of("written", "confirmed", "confirmed"), states(watcher));
    assertEquals(List.of(), states(stranger));
  }

  private void step(Command command, CommandState state) {
    hub.commands.step(new CommandRecord(command, state, 1));
    hub.loop.runReady();
  }

  @Test
  void tellsOnlyTheLastOfTheStatesOfOneTurn() {
    Client asker = hub.client(Subprotocol.BIN);
    Client watcher = hub.subscribed(Subprotocol.JSON);
    asker.say(command("command-1", 1));
    asker.take();
    Command command = hub.commands.submitted.getFirst();

    hub.commands.step(new CommandRecord(command, new CommandState.Written(), 1));
    step(command, new CommandState.Confirmed());

    Payload told = asker.socket.take().getFirst();
    assertEquals(List.of("confirmed"), states(List.of(told)));
    assertSame(told, watcher.socket.take().getFirst(), "made once for all who are told");
  }

  @Test
  void neverTellsAStateAfterALaterOne() {
    Client asker = hub.subscribed(Subprotocol.BIN);
    asker.say(command("command-1", 1));
    asker.take();
    Command command = hub.commands.submitted.getFirst();
    hub.commands.step(new CommandRecord(command, new CommandState.Confirmed(), 1));
    hub.commands.answer = new CommandState.Confirmed();

    asker.say(command("command-1", 1)); // whose answer comes in the same turn

    assertEquals(List.of("confirmed"), states(asker));
  }

  @Test
  void tellsAStateOnceWhenTheDeskIsQuickerThanItsAnswer() {
    Client asker = hub.client(Subprotocol.BIN);
    hub.commands.answer =
        new CommandState.Rejected(
            CommandState.Reason.RANGE, "2 is not allowed: 0 or 1.", Duration.ZERO);
    hub.commands.onSubmit =
        command -> hub.commands.step(new CommandRecord(command, hub.commands.answer, 1));

    asker.say(command("command-1", 2));

    List<JsonNode> told = FakeSocket.texts(asker.take(), "command");
    assertEquals(1, told.size());
    assertEquals("range", told.getFirst().path("reason").asText());
    assertEquals("2 is not allowed: 0 or 1.", told.getFirst().path("text").asText());
  }

  @Test
  void tellsWatchersThatADeviceRefusedWhatTheyHeardOf() {
    Client watcher = hub.subscribed(Subprotocol.BIN);
    watcher.take();
    hub.client(Subprotocol.BIN).say(command("command-1", 1));
    Command command = hub.commands.submitted.getFirst();
    step(command, new CommandState.Admitted());
    step(command, new CommandState.Admitted().rejected(CommandState.Reason.DEVICE_BUSY, "busy"));
    step(
        command,
        new CommandState.Requested().rejected(CommandState.Reason.BUSY, "again", Duration.ZERO));
    assertEquals(List.of("admitted", "rejected"), states(watcher));
  }

  @Test
  void answersTheSameCommandAgain() {
    Client asker = hub.client(Subprotocol.BIN);
    asker.say(command("command-1", 1));
    asker.say(command("command-1", 1));
    assertEquals(List.of("admitted", "admitted"), states(asker));
  }

  private static String command(String id, double value) {
    return "{\"t\":\"command\",\"id\":\"%s\",\"channel\":\"a.pump\",\"value\":%s}"
        .formatted(id, value);
  }

  private static List<String> states(Client client) {
    return states(client.take());
  }

  private static List<String> states(List<Payload> payloads) {
    return FakeSocket.texts(payloads, "command").stream()
        .map(json -> json.path("state").asText())
        .toList();
  }
}
