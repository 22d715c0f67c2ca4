package dev.ferrule.gateway.mqtt;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A message from the broker.
 *
 * @param payload as it came
 * @param retained whether the broker kept it from before the subscription
 * @param expiry seconds until it is worth nothing; empty when it says nothing of that
 * @param responseTopic where an answer is waited for
 * @param correlation what the asker knows the answer by
 */
@SuppressWarnings("ArrayRecordComponent") // read once and let go
public record Arrival(
    String topic,
    byte[] payload,
    boolean retained,
    OptionalLong expiry,
    Optional<String> responseTopic,
    Optional<byte[]> correlation) {}
