package dev.ferrule.gateway.mqtt.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.gateway.LogWitness;
import dev.ferrule.gateway.mqtt.BrokerSettings.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever somebody says through a broker: what is not a good command reaches no device. */
@Timeout(120)
class HostileBrokerTest {

  private static final String SET = "ferrule/g/boiler/pump/set";
  private static final String RESULT = "ferrule/g/boiler/pump/result";

  @TempDir private Path temp;
  private MosquittoProcess broker;
  private @Nullable BridgeRig started;
  private Watcher watcher;
  private int count;

  @BeforeEach
  void start() throws Exception {
    broker = new MosquittoProcess(temp);
    broker.start();
    watcher = new Watcher(broker.port(), "ferrule/g/$state", "ferrule/g/+/+/result", "reply/#");
  }

  @AfterEach
  void end() throws Exception {
    if (watcher != null) {
      watcher.close();
    }
    if (started != null) {
      started.close();
    }
    broker.close();
  }

  private void begin(String... commands) throws Exception {
    started =
        new BridgeRig(BridgeRig.settings(BridgeRig.broker(broker.port(), Version.V5), commands));
    watcher.await("ferrule/g/$state", "online");
  }

  private BridgeRig rig() {
    return Objects.requireNonNull(started);
  }

  private String command(double value, int ttl) {
    return "{\"id\":\"command-" + ++count + "\",\"value\":" + value + ",\"ttl\":" + ttl + "}";
  }

  /** A good command at last: all that was said before has been heard when it acts. */
  private void onlyAGoodOneActs() throws Exception {
    watcher.say(SET, command(1, 5000));
    assertEquals(1, rig().act().value());
    assertEquals(0, rig().written());
  }

  /** The reason of the next answer. */
  private String reason() throws InterruptedException {
    return Watcher.json(watcher.await(RESULT)).path("reason").asText();
  }

  /** Says it until the subscription of the bridge is there, which answers. */
  private void subscribed() throws Exception {
    for (int i = 1000; i < 2000; i++) {
      String id = "knock-" + i;
      watcher.say(SET, "{\"id\":\"" + id + "\"}");
      TimeUnit.MILLISECONDS.sleep(50);
      if (watcher.passed().stream().anyMatch(one -> Watcher.text(one).contains(id))) {
        return;
      }
    }
    throw new AssertionError("the bridge hears nothing");
  }

  @Test
  void refusesWhatTheBrokerKept() throws Exception {
    watcher.say(SET, command(1, 60_000), message -> message.retain(true));
    begin("boiler.*");
    assertEquals("bad_request", reason());
    watcher.say(SET, command(1, 60_000), message -> message.retain(true));
    assertEquals("bad_request", reason());
    onlyAGoodOneActs();
  }

  @Test
  void refusesWhatIsNoCommand() throws Exception {
    begin("boiler.*");
    subscribed();
    try (var witness = new LogWitness("dev.ferrule.mqtt.test")) {
      List<String> garbage =
          List.of(
              "",
              "ON",
              "\0\1\2",
              "{}",
              "[1]",
              "{\"id\":\"command-a\",\"value\":1}",
              "{\"value\":1,\"ttl\":5000}",
              "{\"id\":\"x\",\"value\":1,\"ttl\":5000}",
              "{\"id\":\"command-b\",\"value\":\"1\",\"ttl\":5000}",
              "{\"id\":\"command-c\",\"value\":1e999,\"ttl\":5000}",
              "{\"id\":\"command-d\",\"value\":1,\"ttl\":0}",
              "{\"id\":\"command-e\",\"value\":1,\"ttl\":1e9}",
              "{\"id\":\"command-f\",\"value\":1,\"ttl\":5000,\"channel\":\"boiler.power\"}",
              "{\"id\":\"command-g\",\"id\":\"command-h\",\"value\":1,\"ttl\":5000}",
              "[".repeat(4000),
              " ".repeat(Commands.MAX_BYTES) + command(1, 5000));
      for (String one : garbage) {
        watcher.say(SET, one);
        assertEquals("bad_request", reason(), one);
      }
      watcher.say(SET, command(0.5, 5000));
      assertEquals("range", reason());
      long refusals =
          witness.heard().stream()
              .map(LogRecord::getMessage)
              .filter(m -> m.contains("refused"))
              .count();
      assertEquals(garbage.size(), refusals, "refused before the desk, which logs its own");
    }
    onlyAGoodOneActs();
  }

  @Test
  void refusesWhatIsTooLargeForAnyone() throws Exception {
    begin("boiler.*");
    subscribed();
    watcher.say(SET, "x".repeat(200_000));
    assertEquals("bad_request", reason());
    onlyAGoodOneActs();
  }

  @Test
  void refusesWhatIsNotAllowed() throws Exception {
    begin("boiler.pump");
    subscribed();
    watcher.say("ferrule/g/boiler/power/set", command(50, 5000));
    JsonNode refused = Watcher.json(watcher.await("ferrule/g/boiler/power/result"));
    assertEquals("not_permitted", refused.path("reason").asText());
    watcher.say("ferrule/g/boiler/none/set", command(1, 5000));
    JsonNode none = Watcher.json(watcher.await("ferrule/g/boiler/none/result"));
    assertEquals("no_channel", none.path("reason").asText());
    onlyAGoodOneActs();
  }

  @Test
  void hearsNothingWhileCommandsAreOff() throws Exception {
    begin();
    watcher.say(SET, command(1, 5000));
    rig().read(BridgeRig.TEMP, 1);
    rig().stop();
    watcher.await("ferrule/g/$state", "offline");
    assertEquals(0, rig().written());
    assertTrue(
        watcher.passed().stream().noneMatch(one -> one.getTopic().toString().equals(RESULT)));
  }

  @Test
  void doesWhatIsSaidManyTimesOnceAndAnswersEachTimeTheSame() throws Exception {
    begin("boiler.*");
    subscribed();
    String once = command(1, 5000);
    for (int i = 0; i < 5; i++) {
      watcher.say(SET, once);
    }
    assertEquals(1, rig().act().value());
    watcher.say(SET, once);
    for (int i = 0; i < 6; i++) {
      JsonNode answer =
          Watcher.json(
              watcher.await(RESULT, one -> !Watcher.json(one).path("id").asText().isEmpty()));
      assertEquals("confirmed", answer.path("state").asText(), answer::toString);
    }
    assertEquals(0, rig().written());
    watcher.say(SET, once.replace("\"value\":1.0", "\"value\":0"));
    assertEquals("bad_request", reason());
    assertEquals(0, rig().written());
  }

  @Test
  void doesNotDoAfterAnOutageWhatWasSaidMeanwhile() throws Exception {
    try (var proxy = new Proxy(broker.port())) {
      started =
          new BridgeRig(BridgeRig.settings(BridgeRig.broker(proxy.port(), Version.V5), "boiler.*"));
      watcher.await("ferrule/g/$state", "online");
      subscribed();
      proxy.cut();
      watcher.await("ferrule/g/$state", "offline");
      for (int i = 0; i < 11; i++) {
        watcher.say(SET, command(1, 60_000));
      }
      watcher.await("ferrule/g/$state", "online");
      assertEquals(0, rig().written());
    }
  }

  @Test
  void takesAsManyAsARateLets() throws Exception {
    begin("boiler.*");
    subscribed();
    int many = 200;
    for (int i = 0; i < many; i++) {
      watcher.say(SET, "{\"id\":\"command-z" + i + "\",\"value\":7,\"ttl\":5000}");
    }
    watcher.await(RESULT, one -> Watcher.json(one).path("reason").asText().equals("rate"));
    assertEquals(0, rig().written());
  }

  @Test
  void isNotMadeToWriteWhereTheAskerMayNot() throws Exception {
    begin("boiler.*");
    subscribed();
    try (var all = new Watcher(broker.port(), "ferrule/g/boiler/power/set", "homeassistant/#")) {
      watcher.say(SET, "x", message -> message.responseTopic("ferrule/g/boiler/power/set"));
      watcher.say(SET, "x", message -> message.responseTopic("reply/here"));
      watcher.await("reply/here");
      assertEquals(List.of(), all.passed());
    }
  }
}
