package dev.ferrule.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferrule.gateway.app.ServingFixture;
import dev.ferrule.gateway.command.ChannelRule;
import dev.ferrule.gateway.command.ChannelRule.Needs;
import dev.ferrule.gateway.command.ChannelRule.Rate;
import dev.ferrule.gateway.command.ConditionParser;
import dev.ferrule.gateway.command.Rules;
import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.model.Channel.Danger;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.model.ValueRange;
import dev.ferrule.gateway.stream.RawHttp;
import dev.ferrule.gateway.stream.StreamSettings;
import dev.ferrule.gateway.stream.WsClient;
import dev.ferrule.protocol.Quality;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every rule through every way in: the same reason and the same words everywhere. */
class RuleWaysTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> KEYS =
      List.of(
          "pump", "valve", "heater", "cooler", "fan", "hatch", "drain", "horn", "level", "lamp",
          "mixer");

  /** A command that a rule refuses, and what is said. */
  private record Case(String channel, double value, String reason, String text) {}

  private static final List<Case> REFUSED =
      List.of(
          new Case("farm.nothing", 1, "no_channel", "There is no channel farm.nothing."),
          new Case("farm.level", 1, "read_only", "farm.level cannot be set."),
          new Case("farm.fan", 65, "range", "65 is not allowed: 0 to 60 %."),
          new Case("farm.fan", 15, "step", "15 is not allowed: steps of 10."),
          new Case(
              "farm.heater", 1, "danger", "farm.heater is dangerous: it takes \"confirm\": true."),
          new Case(
              "farm.drain",
              1,
              "danger",
              "farm.drain is dangerous: hold the button for a second; a script sends"
                  + " \"confirm\": \"hold\"."),
          new Case(
              "farm.hatch",
              5,
              "danger",
              "farm.hatch is dangerous: it takes the name of its device, \"confirm\": \"farm\"."),
          new Case(
              "farm.pump",
              1,
              "interlock",
              "farm.pump needs valve = on and level > 10; now farm.valve is off and"
                  + " farm.level is 20 Cel."),
          new Case(
              "farm.cooler",
              1,
              "exclusive",
              "Only one of the group air at a time, and farm.heater is on."),
          new Case("farm.horn", 0, "min_time", "farm.horn must stay on for at least 86400 s."),
          new Case("farm.valve", 1, "rate", "farm.valve takes at most 1 command in 86400 s."),
          new Case("silent.pump", 1, "stale", "silent is silent: nothing came."),
          new Case("foreign.pump", 1, "bad_device", "foreign is refused: it speaks version 2."));

  private ServingFixture server =
      new ServingFixture(StreamSettings.DEFAULT, 1, rules(), "farm", "silent", "foreign");

  /** How a command gets in. */
  private enum Way {
    BINARY,
    JSON_STREAM,
    REST,
    SEND
  }

  private static Rules rules() {
    Map<ChannelId, ChannelRule> rules = new LinkedHashMap<>();
    Duration day = Duration.ofDays(1);
    Duration none = Duration.ZERO;
    ValueRange any = ValueRange.ANY;
    Optional<Rate> free = Optional.empty();
    Optional<Needs> nothing = Optional.empty();
    String valve = "valve = on and level > 10";
    Optional<Needs> water =
        Optional.of(new Needs(valve, ConditionParser.parse(valve, "farm"), false));
    Optional<Rate> daily = Optional.of(new Rate(1, day));
    rules.put(
        id("fan"),
        new ChannelRule(new ValueRange(0, 60), 10, Danger.NONE, none, none, free, nothing, none));
    rules.put(
        id("heater"), new ChannelRule(any, 0, Danger.CONFIRM, none, none, free, nothing, none));
    rules.put(id("drain"), new ChannelRule(any, 0, Danger.HOLD, none, none, free, nothing, none));
    rules.put(id("hatch"), new ChannelRule(any, 0, Danger.TYPE, none, none, free, nothing, none));
    rules.put(id("pump"), new ChannelRule(any, 0, Danger.NONE, none, none, free, water, none));
    String level = "level > 10";
    Optional<Needs> wet = Optional.of(new Needs(level, ConditionParser.parse(level, "farm"), true));
    Duration moment = Duration.ofSeconds(1);
    rules.put(id("lamp"), new ChannelRule(any, 0, Danger.NONE, none, none, free, nothing, moment));
    rules.put(id("mixer"), new ChannelRule(any, 0, Danger.NONE, none, none, free, wet, none));
    rules.put(id("horn"), new ChannelRule(any, 0, Danger.NONE, day, none, free, nothing, none));
    rules.put(id("valve"), new ChannelRule(any, 0, Danger.NONE, none, none, daily, nothing, none));
    return new Rules(rules, Map.of("air", Set.of(id("heater"), id("cooler"))));
  }

  private static ChannelId id(String key) {
    return new ChannelId("farm", key);
  }

  @BeforeEach
  void aFarm() throws InterruptedException {
    server.up(
        "farm",
        Channels.relay("farm", "pump"),
        Channels.relay("farm", "valve"),
        Channels.relay("farm", "heater"),
        Channels.relay("farm", "cooler"),
        Channels.setPoint("farm", "fan", false),
        Channels.setPoint("farm", "hatch", false),
        Channels.relay("farm", "drain"),
        Channels.relay("farm", "horn"),
        Channels.sensor("farm", "level"),
        Channels.relay("farm", "lamp"),
        Channels.relay("farm", "mixer"));
    for (String device : List.of("silent", "foreign")) {
      server.up(device, Channels.relay(device, "pump"));
    }
    server.state("silent", new DeviceState.Silent("nothing came"));
    server.state("foreign", new DeviceState.Refused("it speaks version 2"));
    KEYS.forEach(key -> read(key, List.of("heater", "horn").contains(key) ? 1 : 0));
    read("level", 20);
    server.settle();
    // The one command to the valve that its rate allows; the device refuses it.
    rest("farm.valve", 1, "");
    DeviceCommand used = server.written();
    server.report("farm", used.id(), new CommandProgress.Expired());
    server.settle();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void read(String key, double value) {
    server.read(
        "farm",
        ReadingBatch.single(KEYS.indexOf(key), System.currentTimeMillis(), value, Quality.GOOD));
  }

  @ParameterizedTest
  @EnumSource
  void refusesWithTheSameWords(Way way) throws Exception {
    for (Case refused : REFUSED) {
      if (way == Way.SEND && refused.reason().equals("no_channel")) {
        continue; // the command line finds out by itself, before it sends
      }
      String answer = ask(way, refused.channel(), refused.value(), "");
      assertAll(
          refused.channel() + " by " + way,
          () -> assertTrue(answer.startsWith("rejected (" + refused.reason() + "): "), answer),
          () -> assertTrue(answer.contains(refused.text()), answer));
    }
    assertEquals(0, server.writtenSoFar(), "no byte left");
  }

  @ParameterizedTest
  @EnumSource
  void takesTheProofThatADangerAsksFor(Way way) throws Exception {
    assertEquals("admitted", ask(way, "farm.drain", 1, "hold"));
    assertEquals("admitted", ask(way, "farm.hatch", 5, "farm"));
    assertEquals("drain", KEYS.get(server.written().channel()));
    assertEquals("hatch", KEYS.get(server.written().channel()));
  }

  @ParameterizedTest
  @EnumSource
  void putsAnOutputToSafeWhenItsLeaseIsOver(Way way) throws Exception {
    assertEquals("admitted", ask(way, "farm.lamp", 1, ""));
    turnedOn("lamp");
    assertTurnedOff("lamp");
  }

  @ParameterizedTest
  @EnumSource
  void putsAnOutputToSafeWhenItsNeedBreaks(Way way) throws Exception {
    assertEquals("admitted", ask(way, "farm.mixer", 1, ""));
    turnedOn("mixer");
    read("level", 5);
    assertTurnedOff("mixer");
  }

  /** The device does what it was told. */
  private void turnedOn(String key) throws InterruptedException {
    DeviceCommand command = server.written();
    assertEquals(key, KEYS.get(command.channel()));
    server.report("farm", command.id(), new CommandProgress.Written());
    server.report("farm", command.id(), new CommandProgress.Done(1));
    read(key, 1);
  }

  private void assertTurnedOff(String key) throws InterruptedException {
    DeviceCommand command = server.written();
    assertEquals(key, KEYS.get(command.channel()));
    assertEquals(0, command.value());
  }

  /** The state, or {@code rejected (reason): text}. */
  private String ask(Way way, String channel, double value, String proof) throws Exception {
    return switch (way) {
      case BINARY -> stream("v1.bin.ferrule.dev", channel, value, proof);
      case JSON_STREAM -> stream("v1.json.ferrule.dev", channel, value, proof);
      case REST -> told(rest(channel, value, proof));
      case SEND -> send(channel, value, proof);
    };
  }

  private String stream(String subprotocol, String channel, double value, String proof)
      throws InterruptedException {
    try (WsClient client = new WsClient(server.port(), subprotocol)) {
      String id = UUID.randomUUID().toString();
      client.send(
          "{\"t\":\"command\",\"id\":\"%s\",%s}".formatted(id, body(channel, value, proof)));
      while (true) {
        JsonNode command = client.text("command");
        if (command.path("id").asText().equals(id)
            && !command.path("state").asText().equals("requested")) {
          return told(command);
        }
      }
    }
  }

  private JsonNode rest(String channel, double value, String proof) {
    String body = "{" + body(channel, value, proof) + "}";
    try {
      RawHttp.Answer answer =
          RawHttp.exchange(
              server.port(),
              """
              POST /api/v1/commands HTTP/1.1\r
              Host: localhost:%d\r
              Content-Type: application/json\r
              Content-Length: %d\r
              Connection: close\r
              \r
              %s\
              """
                  .formatted(server.port(), body.length(), body));
      return JSON.readTree(answer.body());
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String body(String channel, double value, String proof) {
    String confirm = proof.isEmpty() ? "" : ",\"confirm\":\"" + proof + "\"";
    return "\"channel\":\"" + channel + "\",\"value\":" + value + confirm;
  }

  private String send(String channel, double value, String proof) {
    List<String> arguments =
        new ArrayList<>(
            List.of("send", channel, "" + value, "--url", "http://127.0.0.1:" + server.port()));
    if (!proof.isEmpty()) {
      arguments.addAll(List.of("--proof", proof));
    }
    CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
    if (run.exitCode() == 0) {
      return run.out().strip().replaceFirst("(?s).*: ", "");
    }
    assertEquals(6, run.exitCode(), run.err());
    return run.err().replaceFirst("ferrule: ", "");
  }

  private static String told(JsonNode command) {
    String state = command.path("state").asText();
    return command.has("reason")
        ? state + " (" + command.path("reason").asText() + "): " + command.path("text").asText()
        : state;
  }
}
