package dev.ferrule.gateway.mqtt;

import com.hivemq.client.mqtt.MqttClientExecutorConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5SimpleAuth;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5SimpleAuthBuilder;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5ConnectBuilder;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishBuilder;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** MQTT 5. Immutable; any thread. */
final class Mqtt5Connection implements BrokerClient {

  private final Mqtt5AsyncClient client;
  private final Mqtt5Connect connect;

  Mqtt5Connection(
      BrokerSettings settings,
      MqttClientTransportConfig transport,
      MqttClientExecutorConfig threads,
      Optional<byte[]> password,
      Optional<Publication> will,
      Events events) {
    client =
        Mqtt5Client.builder()
            .identifier(settings.clientId())
            .transportConfig(transport)
            .executorConfig(threads)
            .addDisconnectedListener(events::lost)
            .buildAsync();
    client.publishes(
        MqttGlobalPublishFilter.ALL, message -> events.arrived(arrival(message)), Runnable::run);
    Mqtt5ConnectBuilder connecting =
        Mqtt5Connect.builder()
            .cleanStart(true)
            .keepAlive((int) settings.keepAlive().toSeconds())
            .restrictions()
            .maximumPacketSize(MAX_PACKET)
            .applyRestrictions();
    if (will.isPresent()) {
      connecting = connecting.willPublish(message(will.get()));
    }
    if (settings.login().isPresent()) {
      connecting = connecting.simpleAuth(auth(settings.login().get().user(), password));
    }
    connect = connecting.build();
  }

  private static Mqtt5SimpleAuth auth(String user, Optional<byte[]> password) {
    Mqtt5SimpleAuthBuilder.Complete auth = Mqtt5SimpleAuth.builder().username(user);
    return password.isPresent() ? auth.password(password.get()).build() : auth.build();
  }

  private static Mqtt5Publish message(Publication message) {
    Mqtt5PublishBuilder.Complete made =
        Mqtt5Publish.builder()
            .topic(message.topic())
            .payload(message.payload())
            .qos(MqttQos.AT_LEAST_ONCE)
            .retain(message.retain());
    return message.correlation().isPresent()
        ? made.correlationData(message.correlation().get()).build()
        : made.build();
  }

  private static Arrival arrival(Mqtt5Publish message) {
    return new Arrival(
        message.getTopic().toString(),
        message.getPayloadAsBytes(),
        message.isRetain(),
        message.getMessageExpiryInterval(),
        message.getResponseTopic().map(Object::toString),
        message.getCorrelationData().map(Mqtt5Connection::bytes));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  @Override
  public CompletableFuture<Integer> connect() {
    return client.connect(connect).thenApply(ack -> ack.getRestrictions().getReceiveMaximum());
  }

  @Override
  public CompletableFuture<?> subscribe(List<String> filters) {
    return client.subscribe(
        Mqtt5Subscribe.builder()
            .addSubscriptions(filters.stream().map(Mqtt5Connection::subscription))
            .build());
  }

  /** A retained message is known as one also when it comes at once. */
  private static Mqtt5Subscription subscription(String filter) {
    return Mqtt5Subscription.builder()
        .topicFilter(filter)
        .qos(MqttQos.AT_LEAST_ONCE)
        .noLocal(true)
        .retainAsPublished(true)
        .build();
  }

  @Override
  public CompletableFuture<Delivery> publish(Publication message) {
    return client.publish(message(message)).thenApply(Mqtt5Connection::delivery);
  }

  private static Delivery delivery(Mqtt5PublishResult result) {
    return result
        .getError()
        .<Delivery>map(error -> new Delivery.Refused(Trouble.publishing(error)))
        .orElseGet(Delivery.Taken::new);
  }

  @Override
  public CompletableFuture<Void> disconnect() {
    return client.disconnect();
  }
}
