package dev.ferrule.gateway.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.gateway.mqtt.BrokerSettings;
import dev.ferrule.gateway.mqtt.BrokerTrial;
import dev.ferrule.gateway.mqtt.Trouble;
import dev.ferrule.gateway.wording.Units;
import java.time.Duration;
import java.util.Optional;

/** MQTT brokers: whether each can be reached and lets the gateway in. Stateless, blocks. */
final class BrokerChecks {

  private BrokerChecks() {}

  /** What the running gateway says that one is still to be told. */
  static Finding backlog(JsonNode told) {
    String where = told.path("name").asText() + ", " + told.path("address").asText();
    JsonNode backlog = told.path("backlog");
    if (backlog.isMissingNode()) {
      return Finding.ok("backlog", where, "what is read while it is away is not told later");
    }
    long readings = backlog.path("readings").asLong();
    long lost = backlog.path("lost").asLong();
    Duration left = Duration.ofSeconds(backlog.path("left").asLong());
    String waiting =
        readings == 0
            ? "nothing waits"
            : readings
                + " readings wait since "
                + backlog.path("oldest").asText("a moment ago")
                + "; the history has room for "
                + Units.text(left)
                + " more";
    boolean isUp = told.path("state").asText().equals("up");
    if (lost > 0) {
      return Finding.warn(
          "backlog",
          where,
          waiting + "; " + lost + " readings were dropped before it got them",
          "give the history more room: history: {keep: …, size: …}");
    }
    return isUp
        ? Finding.ok("backlog", where, waiting)
        : Finding.warn("backlog", where, waiting, told.path("text").asText("it is away"));
  }

  /** Connects to a broker and logs in. */
  static Finding broker(BrokerSettings broker) throws InterruptedException {
    String where = broker.name() + ", " + broker.address();
    Optional<Trouble> trouble = BrokerTrial.run(broker);
    return trouble.isPresent()
        ? Finding.fail("broker", where, trouble.get().cause(), trouble.get().remedy())
        : Finding.ok(
            "broker",
            where,
            "lets the gateway in"
                + (broker.tls().isPresent() ? ", encrypted; its certificate is trusted" : ""));
  }
}
