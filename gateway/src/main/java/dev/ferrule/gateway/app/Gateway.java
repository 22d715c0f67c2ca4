package dev.ferrule.gateway.app;

import dev.ferrule.gateway.clock.WallClock;
import dev.ferrule.gateway.command.DeskPort;
import dev.ferrule.gateway.config.Configuration;
import dev.ferrule.gateway.device.FlightRecorder;
import dev.ferrule.gateway.device.serial.ports.PortInventory;
import dev.ferrule.gateway.stream.ClientCount;
import dev.ferrule.gateway.stream.ServerName;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A running gateway: the core, the devices, and the loops that serve clients, started bottom-up and
 * stopped top-down.
 *
 * <p>Start and close from the main thread, or any other that may block.
 */
public final class Gateway implements AutoCloseable {

  private static final long START_LIMIT_S = 20;
  private static final long STOP_STEP_LIMIT_MS = 500;

  /** What stopping takes beyond the outputs: links, clients, loops. */
  public static final Duration STOP_REST = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final CoreVerticle core;
  private final PortOffers offers;
  private final Duration stop;
  private final List<String> links = new ArrayList<>();
  private int port;

  private Gateway(Vertx vertx, CoreVerticle core, PortOffers offers, Duration stop) {
    this.stop = stop;
    this.vertx = vertx;
    this.core = core;
    this.offers = offers;
  }

  /**
   * Starts everything.
   *
   * @throws dev.ferrule.gateway.web.CannotListen when the address cannot be had
   */
  public static Gateway start(Configuration configuration) {
    return start(configuration, WallClock.of(configuration.time()));
  }

  /** The same with another clock. */
  static Gateway start(Configuration configuration, WallClock clock) {
    Vertx vertx = EventLoops.start(configuration.http().loops());
    PortInventory ports = PortInventory.ofThisMachine();
    var offers = new PortOffers(ports, new PortClaims(configuration.devices(), ports));
    var gateway =
        new Gateway(vertx, new CoreVerticle(configuration, clock), offers, configuration.stop());
    try {
      gateway.startAll(configuration, clock);
      return gateway;
    } catch (RuntimeException e) {
      gateway.close();
      throw e;
    }
  }

  private void startAll(Configuration configuration, WallClock clock) {
    await(vertx.deployVerticle(core), START_LIMIT_S * 1000);
    Map<String, FlightRecorder> recorders = new HashMap<>();
    for (LinkVerticle link : core.links()) {
      links.add(await(vertx.deployVerticle(link), START_LIMIT_S * 1000));
      recorders.putAll(link.recorders());
    }
    var shared =
        new ServingVerticle.Shared(
            clock,
            core.loop(),
            core.registry(),
            new DeskPort(core.loop(), core.desk()),
            configuration.http(),
            configuration.stream(),
            new ServerName(configuration.name(), Version.text(), UUID.randomUUID().toString()),
            Map.copyOf(recorders),
            new ClientCount(configuration.stream().clients()));
    port = await(ServingVerticle.start(vertx, shared), START_LIMIT_S * 1000);
    offers.start();
  }

  /** The port that the dashboard is served on. */
  public int port() {
    return port;
  }

  /**
   * Puts all devices down at once and says goodbye to clients meanwhile, then ends the loops. Takes
   * as long as the slowest device, at most {@link Configuration#stop} and {@link #STOP_REST}.
   */
  @Override
  public void close() {
    offers.close();
    var devices = DeviceStop.begin(core.devices(), stop);
    Set<String> below = new TreeSet<>(links);
    below.add(core.deploymentID());
    for (String id : vertx.deploymentIDs()) {
      if (!below.contains(id)) {
        giveTime(vertx.undeploy(id));
      }
    }
    devices.await();
    giveTime(vertx.close());
  }

  private static void giveTime(Future<?> step) {
    try {
      await(step, STOP_STEP_LIMIT_MS);
    } catch (RuntimeException e) {
      System.getLogger("dev.ferrule.stop")
          .log(System.Logger.Level.DEBUG, "a step of stopping failed", e);
    }
  }

  private static <T> T await(Future<T> future, long limitMs) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(limitMs, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("not done within " + limitMs + " ms", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
