package dev.ferrule.gateway.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A message to the broker, QoS 1.
 *
 * @param topic without wildcards
 * @param payload handed over at construction and never written again by anyone
 * @param retain whether the broker keeps it for who comes later; an empty payload takes away what
 *     it keeps
 * @param correlation what the asker of an answer knows it by; not told in MQTT 3.1.1
 */
@SuppressWarnings("ArrayRecordComponent") // written to the socket as it is
public record Publication(
    String topic, byte[] payload, boolean retain, Optional<byte[]> correlation) {

  /** A message that answers nothing. */
  public Publication(String topic, byte[] payload, boolean retain) {
    this(topic, payload, retain, Optional.empty());
  }

  /** A text that the broker keeps. */
  public static Publication retained(String topic, String text) {
    return new Publication(topic, text.getBytes(StandardCharsets.UTF_8), true);
  }
}
