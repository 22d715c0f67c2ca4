package dev.ferrule.gateway.cli.doctor;

import dev.ferrule.gateway.mqtt.BrokerSettings;
import dev.ferrule.gateway.mqtt.BrokerTrial;
import dev.ferrule.gateway.mqtt.Trouble;
import java.util.Optional;

/** MQTT brokers: whether each can be reached and lets the gateway in. Stateless, blocks. */
final class BrokerChecks {

  private BrokerChecks() {}

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
