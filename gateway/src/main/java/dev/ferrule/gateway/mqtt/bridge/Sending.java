package dev.ferrule.gateway.mqtt.bridge;

import dev.ferrule.gateway.mqtt.Publication;

/**
 * A message and what is done once the broker has said what becomes of it; nothing when the
 * connection is lost before.
 */
record Sending(Publication message, Runnable done) {

  /** A message that nobody asks after. */
  static Sending of(Publication message) {
    return new Sending(message, () -> {});
  }
}
