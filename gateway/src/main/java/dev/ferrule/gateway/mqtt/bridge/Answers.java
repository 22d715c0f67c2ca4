package dev.ferrule.gateway.mqtt.bridge;

import dev.ferrule.gateway.mqtt.Arrival;
import dev.ferrule.gateway.mqtt.Publication;
import dev.ferrule.gateway.mqtt.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Where answers to commands go; stateless. */
final class Answers {

  private static final int LONGEST_TOPIC = 256;
  private static final int MOST_CORRELATION = 1024;

  private Answers() {}

  /**
   * Where an answer is waited for.
   *
   * @param topic empty: nowhere
   * @param correlation what the asker knows it by
   */
  record Address(Optional<String> topic, Optional<byte[]> correlation) {}

  /**
   * An answer.
   *
   * @param json its text
   */
  record Answer(Address to, String json) {

    /** The message; none when nobody waits for it. */
    Optional<Publication> message() {
      byte[] payload = json.getBytes(StandardCharsets.UTF_8);
      return to.topic().map(topic -> new Publication(topic, payload, false, to.correlation()));
    }
  }

  /**
   * Where the answer to a message goes: to the topic that it names, else beside the one it came to.
   * The gateway is not made to write into its own tree or Home Assistant's, where it may and the
   * asker may not.
   */
  static Address addressOf(Arrival message, BridgeSettings settings) {
    Optional<byte[]> correlation =
        message.correlation().filter(bytes -> bytes.length <= MOST_CORRELATION);
    return message
        .responseTopic()
        .map(topic -> new Address(Optional.of(topic).filter(t -> isFree(t, settings)), correlation))
        .orElseGet(
            () -> new Address(Optional.of(Topics.results(message.topic())), Optional.empty()));
  }

  private static boolean isFree(String topic, BridgeSettings settings) {
    return !topic.isEmpty()
        && topic.length() <= LONGEST_TOPIC
        && !topic.startsWith("$")
        && topic.chars().noneMatch(c -> c == '#' || c == '+')
        && !settings.topics().isOwn(topic)
        && settings.discovery().map(prefix -> !topic.startsWith(prefix + "/")).orElse(true);
  }
}
