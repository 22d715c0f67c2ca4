package dev.ferrule.gateway.mqtt;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** Tries whether a broker can be had; stateless, blocks. */
public final class BrokerTrial {

  private static final String SUFFIX = "-doctor";
  private static final int LONGEST_ID = 64;
  private static final long LIMIT_S = 25;
  private static final long TELL_LIMIT_S = 10;

  private BrokerTrial() {}

  /** What came of a message. */
  public sealed interface Told {
    /** The broker has it. */
    record Taken(Duration took) implements Told {}

    /** It has not. */
    record Refused(Trouble why) implements Told {}
  }

  /**
   * Publishes a message, QoS 1, under a client id of its own. Takes 40 s at most.
   *
   * @return how long the broker took from the message to its word
   */
  public static Told tell(BrokerSettings settings, Publication message)
      throws InterruptedException {
    BrokerSettings mine = own(settings);
    try {
      BrokerClient client = BrokerClient.of(mine, Optional.empty(), nobody());
      int _ = client.connect().get(LIMIT_S, TimeUnit.SECONDS);
      long start = System.nanoTime();
      Delivery told = client.publish(message).get(TELL_LIMIT_S, TimeUnit.SECONDS);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      var _ = client.disconnect();
      return switch (told) {
        case Delivery.Taken _ -> new Told.Taken(took);
        case Delivery.Refused(String why) ->
            new Told.Refused(new Trouble("the broker refused the message: " + why, ""));
      };
    } catch (TlsFiles.Unusable | ExecutionException | TimeoutException e) {
      return new Told.Refused(Trouble.connecting(e, mine));
    }
  }

  private static BrokerClient.Events nobody() {
    return new BrokerClient.Events(Runnable::run, _ -> {}, () -> {}, _ -> {}, new AtomicLong());
  }

  private static BrokerSettings own(BrokerSettings settings) {
    String id = settings.clientId();
    return settings.withClientId(
        id.substring(0, Math.min(id.length(), LONGEST_ID - SUFFIX.length())) + SUFFIX);
  }

  /**
   * Connects, logs in and says goodbye, under a client id of its own, so that the gateway stays
   * where it is. Takes 25 s at most.
   *
   * @return why that fails; nothing when it does not
   */
  public static Optional<Trouble> run(BrokerSettings settings) throws InterruptedException {
    BrokerSettings mine = own(settings);
    try {
      BrokerClient client = BrokerClient.of(mine, Optional.empty(), nobody());
      int _ = client.connect().get(LIMIT_S, TimeUnit.SECONDS);
      client.disconnect().get(LIMIT_S, TimeUnit.SECONDS);
      return Optional.empty();
    } catch (TlsFiles.Unusable | ExecutionException | TimeoutException e) {
      return Optional.of(Trouble.connecting(e, mine));
    }
  }
}
