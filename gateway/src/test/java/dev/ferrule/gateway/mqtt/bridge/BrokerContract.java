package dev.ferrule.gateway.mqtt.bridge;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.ferrule.gateway.mqtt.BrokerSettings.Version;
import dev.ferrule.protocol.stream.StreamDecoder;
import dev.ferrule.protocol.stream.StreamOutcome;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a bridge does at whatever broker it is at; each kind of broker is a class of its own. */
@Timeout(180)
abstract class BrokerContract {

  private BrokerUnderTest broker;

  /** The broker that is meant, not started. */
  abstract BrokerUnderTest broker() throws Exception;

  @BeforeEach
  void startTheBroker() throws Exception {
    broker = broker();
    broker.start();
  }

  @AfterEach
  void endTheBroker() throws Exception {
    if (broker != null) {
      broker.close();
    }
  }

  private BridgeSettings settings(Version version, String... commands) {
    return BridgeRig.settings(BridgeRig.broker(broker.port(), version), commands);
  }

  @ParameterizedTest
  @EnumSource
  void keepsTheNewestReadingForWhoComesLater(Version version) throws Exception {
    try (var rig = new BridgeRig(settings(version));
        var early = new Watcher(broker.port(), "ferrule/g/boiler/temp")) {
      rig.read(BridgeRig.TEMP, 20.5);
      rig.read(BridgeRig.TEMP, 21.5);
      early.await("ferrule/g/boiler/temp", one -> Watcher.json(one).path("v").asDouble() == 21.5);

      try (var late = new Watcher(broker.port(), "ferrule/g/#")) {
        Mqtt5Publish kept = late.await("ferrule/g/boiler/temp");
        JsonNode json = Watcher.json(kept);
        assertAll(
            () -> assertTrue(kept.isRetain()),
            () -> assertEquals(21.5, json.path("v").asDouble()),
            () -> assertEquals("good", json.path("q").asText()),
            () -> assertEquals("Cel", json.path("u").asText()),
            () -> assertTrue(json.path("seq").asLong() >= 1, json::toString),
            () ->
                assertTrue(
                    Math.abs(json.path("t").asLong() - System.currentTimeMillis()) < 60_000,
                    json::toString));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysThatItIsThereAndThatItGoes(Version version) throws Exception {
    try (var watcher = new Watcher(broker.port(), "ferrule/g/#")) {
      try (var rig = new BridgeRig(settings(version))) {
        watcher.await("ferrule/g/$state", "online");
        watcher.await("ferrule/g/boiler/$state", "up");
        rig.stop();
      }
      watcher.await("ferrule/g/$state", "offline");
    }
  }

  @Test
  void publishesFramesThatTheDictionaryMakesReadable() throws Exception {
    try (var rig = new BridgeRig(settings(Version.V5));
        var reader = new Watcher(broker.port(), "ferrule/g/$dictionary");
        var watcher = new Watcher(broker.port(), "ferrule/g/$frames")) {
      JsonNode dictionary =
          Watcher.json(
              reader.await(
                  "ferrule/g/$dictionary", one -> Watcher.json(one).path("channels").size() == 3));
      List<Double> read = new ArrayList<>();
      var decoder = new StreamDecoder();
      rig.read(BridgeRig.TEMP, 33.5);
      watcher.await(
          "ferrule/g/$frames",
          frame -> {
            byte[] bytes = frame.getPayloadAsBytes();
            StreamOutcome outcome =
                decoder.decode(
                    bytes,
                    0,
                    bytes.length,
                    dictionary.path("gen").asInt(),
                    (first, channels, rows, times, values, quality, scaled) -> {
                      for (int cell = 0; cell < channels * rows; cell++) {
                        if (first + cell / rows == BridgeRig.TEMP) {
                          read.add(values[cell] / 10);
                        }
                      }
                    });
            assertEquals(StreamOutcome.DELIVERED, outcome);
            return read.contains(33.5);
          });
      try (var late = new Watcher(broker.port(), "ferrule/g/$frames")) {
        assertTrue(late.await("ferrule/g/$frames").isRetain(), "the last snapshot is kept");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void comesBackByItselfAndTellsTheNewestOfEachChannel(Version version) throws Exception {
    try (var rig = new BridgeRig(settings(version))) {
      try (var watcher = new Watcher(broker.port(), "ferrule/g/#")) {
        watcher.await("ferrule/g/$state", "online");
      }
      broker.kill();
      for (int i = 0; i < 500; i++) {
        rig.read(BridgeRig.TEMP, i / 10.0);
      }
      broker.start();
      try (var watcher = new Watcher(broker.port(), "ferrule/g/#")) {
        watcher.await("ferrule/g/$state", "online");
        Mqtt5Publish first = watcher.await("ferrule/g/boiler/temp");
        assertEquals(49.9, Watcher.json(first).path("v").asDouble());
        rig.read(BridgeRig.TEMP, 50.1);
        JsonNode next = Watcher.json(watcher.await("ferrule/g/boiler/temp"));
        assertEquals(50.1, next.path("v").asDouble());
        assertEquals(Watcher.json(first).path("seq").asLong() + 1, next.path("seq").asLong());
      }
    }
  }

  @Test
  void answersACommandWhereItIsAskedToWithWhatTheAskerKnowsItBy() throws Exception {
    try (var rig = new BridgeRig(settings(Version.V5, "boiler.*"));
        var watcher = new Watcher(broker.port(), "ferrule/g/$state", "answers/me")) {
      watcher.await("ferrule/g/$state", "online");
      byte[] correlation = {1, 2, 0, 3};
      ask(
          watcher,
          rig,
          () ->
              watcher.say(
                  "ferrule/g/boiler/pump/set",
                  "{\"id\":\"command-1\",\"value\":1,\"ttl\":5000}",
                  message -> message.responseTopic("answers/me").correlationData(correlation)));
      Mqtt5Publish answer = watcher.await("answers/me");
      JsonNode json = Watcher.json(answer);
      assertAll(
          () -> assertEquals(ByteBuffer.wrap(correlation), answer.getCorrelationData().get()),
          () -> assertEquals("confirmed", json.path("state").asText(), json::toString),
          () -> assertEquals("mqtt:test", json.path("actor").asText()),
          () -> assertEquals("boiler.pump", json.path("channel").asText()),
          () -> assertFalse(answer.isRetain()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersBesideTheCommandWhereNoOtherPlaceIsNamed(Version version) throws Exception {
    try (var rig = new BridgeRig(settings(version, "boiler.power"));
        var watcher = new Watcher(broker.port(), "ferrule/g/$state", "ferrule/g/+/+/result")) {
      watcher.await("ferrule/g/$state", "online");
      ask(
          watcher,
          rig,
          () ->
              watcher.say(
                  "ferrule/g/boiler/power/set",
                  "{\"id\":\"command-2\",\"value\":50,\"ttl\":5000}"));
      JsonNode json = Watcher.json(watcher.await("ferrule/g/boiler/power/result"));
      assertEquals("confirmed", json.path("state").asText(), json::toString);
      assertEquals(50, json.path("value").asInt());
    }
  }

  @Test
  void tellsHomeAssistantOfItsDevicesAndTakesAwayWhatIsNoMore() throws Exception {
    String old = "homeassistant/device/ferrule_g/chiller/config";
    String now = "homeassistant/device/ferrule_g/boiler/config";
    BridgeSettings plain = settings(Version.V5, "boiler.pump");
    var found =
        new BridgeSettings(
            plain.broker(),
            plain.topics(),
            true,
            false,
            plain.paces(),
            plain.backlog(),
            plain.commands(),
            Optional.of("homeassistant"));
    try (var before = new Watcher(broker.port())) {
      before.say(old, "{\"components\":{}}", message -> message.retain(true));
    }
    try (var watcher = new Watcher(broker.port(), "homeassistant/#");
        var _ = new BridgeRig(found)) {
      JsonNode components = Watcher.json(watcher.await(now)).path("components");
      assertEquals("switch", components.path("pump").path("platform").asText());
      assertEquals("sensor", components.path("power").path("platform").asText());
      watcher.say("homeassistant/status", "online");
      watcher.await(now);
      assertTrue(
          watcher.passed().stream()
              .anyMatch(
                  one ->
                      one.getTopic().toString().equals(old)
                          && one.getPayloadAsBytes().length == 0));
    }
    try (var late = new Watcher(broker.port(), "homeassistant/#")) {
      assertTrue(late.await(now).isRetain());
      assertTrue(late.passed().stream().noneMatch(one -> one.getTopic().toString().equals(old)));
    }
  }

  /** Asks until the bridge's subscription is there: the same id has one effect. */
  private static void ask(Watcher watcher, BridgeRig rig, Runnable say) throws Exception {
    long end = System.nanoTime() + 60_000_000_000L;
    do {
      say.run();
      TimeUnit.MILLISECONDS.sleep(100);
    } while (rig.written() == 0 && System.nanoTime() < end);
    rig.act();
    assertEquals(0, rig.written());
    assertFalse(watcher.passed().isEmpty());
  }
}
