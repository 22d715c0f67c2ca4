package dev.ferrule.gateway.mqtt.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Another client of the broker: hears what it asked for, and says anything. */
final class Watcher implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Mqtt5BlockingClient client;
  private final BlockingQueue<Mqtt5Publish> heard = new LinkedBlockingQueue<>();
  private final List<Mqtt5Publish> passed = new ArrayList<>();

  /** A client that hears what matches the filters. */
  Watcher(int port, String... filters) {
    client = hearing(port, heard::add, filters);
  }

  /** A client that has {@code heard} told, on its own thread, what matches the filters. */
  static Mqtt5BlockingClient hearing(int port, Consumer<Mqtt5Publish> heard, String... filters) {
    Mqtt5BlockingClient client =
        MqttClient.builder()
            .useMqttVersion5()
            .serverHost("127.0.0.1")
            .serverPort(port)
            .buildBlocking();
    client.toAsync().publishes(MqttGlobalPublishFilter.ALL, heard, Runnable::run);
    client.connect();
    for (String filter : filters) {
      client.toAsync().subscribeWith().topicFilter(filter).qos(MqttQos.AT_LEAST_ONCE).send().join();
    }
    return client;
  }

  /** Says goodbye; the broker may go at the same moment. */
  static void leave(Mqtt5BlockingClient client) {
    client.toAsync().disconnect().handle((_, _) -> "").join();
  }

  static String text(Mqtt5Publish message) {
    return new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8);
  }

  static JsonNode json(Mqtt5Publish message) {
    try {
      return JSON.readTree(message.getPayloadAsBytes());
    } catch (java.io.IOException e) {
      throw new AssertionError(text(message), e);
    }
  }

  /** The next message at a topic that is right; those before it are passed over. */
  Mqtt5Publish await(String topic, Predicate<Mqtt5Publish> right) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (true) {
      Mqtt5Publish next = heard.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        throw new AssertionError(
            "nothing right came at "
                + topic
                + ", but "
                + passed.stream().map(one -> one.getTopic() + " " + text(one)).toList());
      }
      passed.add(next);
      if (next.getTopic().toString().equals(topic) && right.test(next)) {
        return next;
      }
    }
  }

  Mqtt5Publish await(String topic) throws InterruptedException {
    return await(topic, _ -> true);
  }

  Mqtt5Publish await(String topic, String text) throws InterruptedException {
    return await(topic, message -> text(message).equals(text));
  }

  /** Everything that was heard until now. */
  List<Mqtt5Publish> passed() {
    heard.drainTo(passed);
    return passed;
  }

  void say(String topic, String payload) {
    say(topic, payload, message -> message);
  }

  void say(String topic, String payload, UnaryOperator<Mqtt5PublishBuilder.Complete> more) {
    client.publish(
        more.apply(
                Mqtt5Publish.builder()
                    .topic(topic)
                    .payload(payload.getBytes(StandardCharsets.UTF_8))
                    .qos(MqttQos.AT_LEAST_ONCE))
            .build());
  }

  @Override
  public void close() {
    leave(client);
  }
}
