package dev.ferrule.gateway.mqtt;

import com.hivemq.client.mqtt.MqttClientExecutorConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfigBuilder;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import dev.ferrule.gateway.mqtt.BrokerSettings.Login;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * One connection of the client library, made for one attempt and never used again. Its futures end
 * on a thread of the library; what arrives and that it is lost is told on the loop of {@link
 * Events}.
 */
sealed interface BrokerClient permits Mqtt5Connection, Mqtt3Connection {

  /** Largest message that the broker may send, bytes. */
  int MAX_PACKET = 256 * 1024;

  /** What may be on its way from the library to the loop, bytes; more is dropped. */
  int MOST_ON_THE_WAY = 1024 * 1024;

  /** How long connecting may take, and after that logging in. */
  long CONNECT_S = 10;

  /** The library's threads: none keeps the process alive. One executor: it shares by identity. */
  Executor THREADS = task -> Thread.ofPlatform().daemon().name("mqtt").start(task);

  /**
   * Whom a connection tells.
   *
   * @param loop where it is told
   * @param arrived a message came
   * @param dropped a message came, and too much was on its way already
   * @param lost the connection ended, whoever ended it
   * @param onTheWay how much is on its way, bytes
   */
  record Events(
      Executor loop,
      Consumer<Arrival> arrived,
      Runnable dropped,
      Consumer<Throwable> lost,
      AtomicLong onTheWay) {

    private static final int MESSAGE_BYTES = 512;

    /** On a thread of the library, which takes the next message when this has returned. */
    void arrived(Arrival message) {
      long bytes = (long) message.payload().length + MESSAGE_BYTES;
      if (onTheWay.addAndGet(bytes) > MOST_ON_THE_WAY) {
        onTheWay.addAndGet(-bytes);
        dropped.run();
        return;
      }
      loop.execute(
          () -> {
            onTheWay.addAndGet(-bytes);
            arrived.accept(message);
          });
    }

    void lost(MqttClientDisconnectedContext context) {
      loop.execute(() -> lost.accept(context.getCause()));
    }
  }

  /** A connection that is not open yet; reads the files of its settings, blocks. */
  static BrokerClient of(BrokerSettings settings, Optional<Publication> will, Events events)
      throws TlsFiles.Unusable {
    MqttClientTransportConfigBuilder transport =
        MqttClientTransportConfig.builder()
            .serverHost(settings.host())
            .serverPort(settings.port())
            .socketConnectTimeout(CONNECT_S, TimeUnit.SECONDS)
            .mqttConnectTimeout(CONNECT_S, TimeUnit.SECONDS);
    if (settings.tls().isPresent()) {
      transport = transport.sslConfig(TlsFiles.config(settings.tls().get()));
    }
    Optional<byte[]> password = Optional.empty();
    Optional<Path> file = settings.login().flatMap(Login::password);
    if (file.isPresent()) {
      password = Optional.of(TlsFiles.password(file.get()));
    }
    MqttClientExecutorConfig threads =
        MqttClientExecutorConfig.builder().nettyExecutor(THREADS).nettyThreads(1).build();
    return switch (settings.version()) {
      case V5 -> new Mqtt5Connection(settings, transport.build(), threads, password, will, events);
      case V3_1_1 ->
          new Mqtt3Connection(settings, transport.build(), threads, password, will, events);
    };
  }

  /** Connects and logs in; how many messages the broker takes at a time. */
  CompletableFuture<Integer> connect();

  /** Asks for what matches the filters, QoS 1. */
  CompletableFuture<?> subscribe(List<String> filters);

  /** Hands over a message; ends when the broker has said what becomes of it. */
  CompletableFuture<Delivery> publish(Publication message);

  /** Says goodbye, so that the last will is not told. */
  CompletableFuture<Void> disconnect();
}
