package dev.ferrule.gateway.mqtt;

import com.hivemq.client.mqtt.MqttClientExecutorConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.message.auth.Mqtt3SimpleAuth;
import com.hivemq.client.mqtt.mqtt3.message.auth.Mqtt3SimpleAuthBuilder;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3Connect;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3ConnectBuilder;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.Mqtt3Subscribe;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.Mqtt3Subscription;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** MQTT 3.1.1: no reasons, no expiry, no correlation. Immutable; any thread. */
final class Mqtt3Connection implements BrokerClient {

  private final Mqtt3AsyncClient client;
  private final Mqtt3Connect connect;

  Mqtt3Connection(
      BrokerSettings settings,
      MqttClientTransportConfig transport,
      MqttClientExecutorConfig threads,
      Optional<byte[]> password,
      Optional<Publication> will,
      Events events) {
    client =
        Mqtt3Client.builder()
            .identifier(settings.clientId())
            .transportConfig(transport)
            .executorConfig(threads)
            .addDisconnectedListener(events::lost)
            .buildAsync();
    client.publishes(
        MqttGlobalPublishFilter.ALL, message -> events.arrived(arrival(message)), Runnable::run);
    Mqtt3ConnectBuilder connecting =
        Mqtt3Connect.builder().cleanSession(true).keepAlive((int) settings.keepAlive().toSeconds());
    if (will.isPresent()) {
      connecting = connecting.willPublish(message(will.get()));
    }
    if (settings.login().isPresent()) {
      connecting = connecting.simpleAuth(auth(settings.login().get().user(), password));
    }
    connect = connecting.build();
  }

  private static Mqtt3SimpleAuth auth(String user, Optional<byte[]> password) {
    Mqtt3SimpleAuthBuilder.Complete auth = Mqtt3SimpleAuth.builder().username(user);
    return password.isPresent() ? auth.password(password.get()).build() : auth.build();
  }

  private static Mqtt3Publish message(Publication message) {
    return Mqtt3Publish.builder()
        .topic(message.topic())
        .payload(message.payload())
        .qos(MqttQos.AT_LEAST_ONCE)
        .retain(message.retain())
        .build();
  }

  private static Arrival arrival(Mqtt3Publish message) {
    return new Arrival(
        message.getTopic().toString(),
        message.getPayloadAsBytes(),
        message.isRetain(),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The broker does not say how many it takes at a time. */
  @Override
  public CompletableFuture<Integer> connect() {
    return client.connect(connect).thenApply(_ -> Integer.MAX_VALUE);
  }

  @Override
  public CompletableFuture<?> subscribe(List<String> filters) {
    return client.subscribe(
        Mqtt3Subscribe.builder()
            .addSubscriptions(filters.stream().map(Mqtt3Connection::subscription))
            .build());
  }

  private static Mqtt3Subscription subscription(String filter) {
    return Mqtt3Subscription.builder().topicFilter(filter).qos(MqttQos.AT_LEAST_ONCE).build();
  }

  @Override
  public CompletableFuture<Delivery> publish(Publication message) {
    return client.publish(message(message)).thenApply(_ -> new Delivery.Taken());
  }

  @Override
  public CompletableFuture<Void> disconnect() {
    return client.disconnect();
  }
}
