package dev.ferrule.gateway.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.ferrule.gateway.frames.Message;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.CommandRecord;
import dev.ferrule.gateway.model.CommandState;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.security.Caller;
import dev.ferrule.gateway.stream.HubFixture.Client;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That the description of the stream says what is said there, no more and no less. */
class AsyncApiTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ID = "abcdefgh";

  private ObjectNode description;

  @BeforeEach
  void read() throws Exception {
    try (InputStream in =
        Objects.requireNonNull(
            AsyncApiTest.class.getResourceAsStream("/dev/ferrule/gateway/web/api/asyncapi.json"))) {
      description = (ObjectNode) JSON.readTree(in);
    }
  }

  private Set<String> described(String side) {
    Set<String> names = new TreeSet<>();
    description
        .path("components")
        .path("messages")
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (name.startsWith(side + ".")) {
                names.add(name.substring(side.length() + 1));
              }
            });
    return names;
  }

  private JsonNode message(String name) {
    return description.path("components").path("messages").path(name);
  }

  /** A schema of the description, with what it refers to. */
  private Schema schema(JsonNode of) {
    ObjectNode whole = of.deepCopy();
    whole.set("components", description.path("components"));
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(whole);
  }

  /** What is wrong with a message, or has no description. */
  private List<String> wrongWith(String name, JsonNode said) {
    JsonNode payload = message(name).path("payload");
    List<String> wrong = new ArrayList<>();
    schema(payload).validate(said).forEach(error -> wrong.add(error.toString()));
    undescribed(payload, said, name, wrong);
    return wrong;
  }

  private void undescribed(JsonNode schema, JsonNode said, String where, List<String> wrong) {
    String reference = schema.path("$ref").asText().replaceFirst("^#", "");
    JsonNode known = reference.isEmpty() ? schema : description.at(reference);
    if (said.isArray() && known.path("items").isObject()) {
      said.forEach(item -> undescribed(known.path("items"), item, where, wrong));
    }
    if (said.isObject() && known.has("properties")) {
      for (Map.Entry<String, JsonNode> field : said.properties()) {
        JsonNode of = known.path("properties").path(field.getKey());
        if (of.isMissingNode()) {
          wrong.add(where + " has no " + field.getKey());
        }
        undescribed(of, field.getValue(), where + "." + field.getKey(), wrong);
      }
    }
  }

  @Test
  void describesWhatClientsMaySayAndNothingElse() {
    Set<String> described = described("client");
    assertEquals(new TreeSet<>(ControlParser.WORDS), described);
    for (String name : described) {
      JsonNode message = message("client." + name);
      String example = message.path("examples").path(0).path("payload").toString();
      ControlMessage parsed = ControlParser.parse(example, "test");
      assertFalse(parsed instanceof ControlMessage.Wrong, example + " is " + parsed);
      for (JsonNode required : message.path("payload").path("required")) {
        if (!required.asText().equals("t")) {
          ObjectNode without = message.path("examples").path(0).path("payload").deepCopy();
          without.remove(required.asText());
          assertTrue(
              ControlParser.parse(without.toString(), "test") instanceof ControlMessage.Wrong,
              name + " without " + required);
        }
      }
    }
  }

  @Test
  void givesExamplesOfItsOwnShape() {
    int seen = 0;
    for (String side : List.of("server", "client")) {
      for (String name : described(side)) {
        for (JsonNode example : message(side + "." + name).path("examples")) {
          assertEquals(List.of(), wrongWith(side + "." + name, example.path("payload")));
          seen++;
        }
      }
    }
    assertEquals(16, seen);
  }

  /** Every message that the code can make, as the hub says it. */
  @Test
  void describesWhatTheGatewaySaysAndNothingElse() throws Exception {
    List<Payload> said = saidByTheHub();
    Set<String> types = new TreeSet<>();
    for (Payload payload : said) {
      switch (payload.message()) {
        case Message.Binary _ -> types.add("frame");
        case Message.Text(String text) -> {
          JsonNode json = JSON.readTree(text);
          String type = json.path("t").asText();
          types.add(type);
          assertEquals(List.of(), wrongWith("server." + type, json), text);
        }
      }
    }
    assertEquals(types, described("server"));
  }

  /** So that no message is forgotten above. */
  @Test
  void knowsAllThatMakesMessages() {
    Set<String> makers =
        Arrays.stream(ServerMessages.class.getDeclaredMethods())
            .filter(method -> method.getReturnType().equals(Payload.class))
            .map(Method::getName)
            .filter(name -> !name.equals("text"))
            .collect(Collectors.toCollection(HashSet::new));
    assertEquals(
        Set.of(
            "hello",
            "subscribed",
            "resumed",
            "device",
            "command",
            "commandRefused",
            "merged",
            "time",
            "pong",
            "error"),
        makers);
  }

  private static List<Payload> saidByTheHub() {
    HubFixture hub = new HubFixture();
    Client first = hub.subscribed(Subprotocol.JSON);
    hub.channels(
        Channels.sensor("a", "x"),
        Channels.relay("a", "pump"),
        Channels.setPoint("a", "level", true));
    Client bin = hub.client(Subprotocol.BIN);
    bin.say("{\"t\":\"subscribe\",\"rate\":5}");
    hub.read(0, 21.5);
    hub.read(0, Double.NaN);
    hub.loop.advance(Duration.ofSeconds(10)); // and nothing happens for a while
    for (String text :
        List.of(
            "{\"t\":\"subscribe\",\"stream\":\"other\",\"position\":1}",
            "{\"t\":\"ping\",\"id\":7}",
            "{\"t\":\"ping\"}",
            "{\"t\":\"nonsense\"}",
            "{\"t\":\"command\",\"id\":\"" + ID + "\"}",
            "{\"t\":\"command\",\"id\":\"" + ID + "\",\"channel\":\"a.pump\",\"value\":1}")) {
      first.say(text);
    }
    CommandRecord asked =
        new CommandRecord(hub.commands.submitted.getLast(), new CommandState.Admitted(), 1);
    hub.commands.step(
        new CommandRecord(
            asked.command(),
            new CommandState.Rejected(
                CommandState.Reason.INTERLOCK, "The door is open.", Duration.ofSeconds(3)),
            2));
    hub.loop.runReady();
    hub.feed.state(new DeviceState.Up());
    hub.loop.runReady();
    first.session.caughtUp();
    FakeSocket greeted = new FakeSocket();
    assertTrue(hub.hub.open(greeted, Subprotocol.BIN, Caller.local("127.0.0.1")).isPresent());
    List<Payload> said = new ArrayList<>(greeted.take());
    said.addAll(first.socket.take());
    said.addAll(bin.socket.take());
    said.add(ServerMessages.resumed(true, 1, 2));
    return said;
  }
}
