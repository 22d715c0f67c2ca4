package dev.ferrule.gateway.mqtt;

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

  private BrokerTrial() {}

  /**
   * Connects, logs in and says goodbye, under a client id of its own, so that the gateway stays
   * where it is. Takes 25 s at most.
   *
   * @return why that fails; nothing when it does not
   */
  public static Optional<Trouble> run(BrokerSettings settings) throws InterruptedException {
    String id = settings.clientId();
    String own = id.substring(0, Math.min(id.length(), LONGEST_ID - SUFFIX.length())) + SUFFIX;
    BrokerSettings mine = settings.withClientId(own);
    var nobody =
        new BrokerClient.Events(Runnable::run, _ -> {}, () -> {}, _ -> {}, new AtomicLong());
    try {
      BrokerClient client = BrokerClient.of(mine, Optional.empty(), nobody);
      int _ = client.connect().get(LIMIT_S, TimeUnit.SECONDS);
      client.disconnect().get(LIMIT_S, TimeUnit.SECONDS);
      return Optional.empty();
    } catch (TlsFiles.Unusable | ExecutionException | TimeoutException e) {
      return Optional.of(Trouble.connecting(e, mine));
    }
  }
}
