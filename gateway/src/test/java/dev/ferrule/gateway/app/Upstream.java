package dev.ferrule.gateway.app;

import dev.ferrule.gateway.outbox.OutboxStatus;
import dev.ferrule.gateway.outbox.Receiver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Who is told readings in tests. */
final class Upstream {

  /** Brokers that are told readings: one that is there and one that is not. */
  static final List<Receiver> BROKERS =
      List.of(
          new Receiver("mqtt", "home", "127.0.0.1:1883", true, 0, "", Optional.empty()),
          new Receiver(
              "mqtt",
              "works",
              "broker.example:8883",
              false,
              1_767_225_600_000L,
              "broker.example:8883 does not answer",
              Optional.of(
                  new OutboxStatus(
                      12, 1_767_225_601_500L, 7, 3, Optional.of(Duration.ofDays(2))))));

  private Upstream() {}
}
