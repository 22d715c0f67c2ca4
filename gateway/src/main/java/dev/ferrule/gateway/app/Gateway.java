package dev.ferrule.gateway.app;

import dev.ferrule.gateway.clock.WallClock;
import dev.ferrule.gateway.command.DeskPort;
import dev.ferrule.gateway.config.Configuration;
import dev.ferrule.gateway.device.FlightRecorder;
import dev.ferrule.gateway.device.serial.ports.PortInventory;
import dev.ferrule.gateway.history.History;
import dev.ferrule.gateway.ledger.Event;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.metrics.DeviceMetrics;
import dev.ferrule.gateway.metrics.Metrics;
import dev.ferrule.gateway.metrics.SystemFigures;
import dev.ferrule.gateway.outbox.Receiver;
import dev.ferrule.gateway.security.accounts.Accounts;
import dev.ferrule.gateway.security.accounts.Tickets;
import dev.ferrule.gateway.stream.ClientCount;
import dev.ferrule.gateway.stream.ServerName;
import dev.ferrule.gateway.web.Access;
import dev.ferrule.gateway.web.HttpSettings;
import dev.ferrule.gateway.web.layout.Layouts;
import dev.ferrule.gateway.web.tls.IdentityKeeper;
import dev.ferrule.gateway.web.tls.ServerIdentity;
import dev.ferrule.protocol.program.UnusableFile;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A running gateway: the core, the devices, and the loops that serve clients, started bottom-up and
 * stopped top-down.
 *
 * <p>Start and close from the main thread, or any other that may block.
 */
public final class Gateway implements AutoCloseable {

  private static final long START_LIMIT_MS = 20_000;
  private static final long STOP_STEP_LIMIT_MS = 500;

  /** What stopping takes beyond the outputs: links, clients, loops. */
  public static final Duration STOP_REST = Duration.ofSeconds(2);

  /** The core and the lines. */
  private final Vertx vertx;

  /** The clients, on loops of their own: lines and heartbeats never wait for them. */
  private final Vertx serving;

  private final CoreVerticle core;
  private final PortOffers offers;
  private final Duration stop;
  private final IdentityKeeper identity;
  private final String name;
  private final Map<String, Loop> loops = new ConcurrentHashMap<>();
  private @Nullable Accounts accounts;
  private @Nullable Layouts layouts;
  private @Nullable History history;
  private @Nullable Vertx bridges;
  private int port;

  private Gateway(
      Vertx vertx,
      Vertx serving,
      CoreVerticle core,
      PortOffers offers,
      Duration stop,
      IdentityKeeper identity,
      String name) {
    this.name = name;
    this.stop = stop;
    this.identity = identity;
    this.vertx = vertx;
    this.serving = serving;
    this.core = core;
    this.offers = offers;
  }

  /**
   * Starts everything.
   *
   * @throws dev.ferrule.gateway.web.CannotListen when the address cannot be had
   */
  public static Gateway start(Configuration configuration) {
    return start(configuration, "");
  }

  /** The same, which records where the configuration is from. */
  public static Gateway start(Configuration configuration, String source) {
    return start(configuration, source, WallClock.of(configuration.time()));
  }

  /** The same with another clock. */
  static Gateway start(Configuration configuration, String source, WallClock clock) {
    IdentityKeeper identity = identity(configuration);
    Vertx vertx = EventLoops.start(EventLoops.ofDevices());
    Vertx serving = EventLoops.start(configuration.http().loops());
    PortInventory ports = PortInventory.ofThisMachine();
    var offers = new PortOffers(ports, new PortClaims(configuration.devices(), ports));
    var gateway =
        new Gateway(
            vertx,
            serving,
            new CoreVerticle(configuration, clock),
            offers,
            configuration.stop(),
            identity,
            configuration.name());
    try {
      gateway.startAll(configuration, source, clock);
      return gateway;
    } catch (RuntimeException e) {
      gateway.close();
      throw e;
    }
  }

  private static IdentityKeeper identity(Configuration configuration) {
    HttpSettings http = configuration.http();
    var subject =
        new IdentityKeeper.Subject(
            http.transport().tls(), http.host(), http.publicHosts(), configuration.data());
    return IdentityKeeper.start(subject, InstantSource.system(), IdentityKeeper.PACE);
  }

  private void startAll(Configuration configuration, String source, WallClock clock) {
    await(vertx.deployVerticle(core), START_LIMIT_MS);
    tell("started", "Version " + Version.text() + (source.isEmpty() ? "." : ", " + source + "."));
    loops.put("the core", core.loop());
    var metrics = new Metrics(Version.text());
    watch(metrics.devices());
    metrics.clock(() -> clock.timeBase().isTrusted());
    metrics.system().clock(() -> clockOf(clock));
    metrics.system().data(configuration.data());
    Map<String, FlightRecorder> recorders = new HashMap<>();
    for (LinkVerticle link : core.links()) {
      await(vertx.deployVerticle(link), START_LIMIT_MS);
      recorders.putAll(link.recorders());
      loops.put(link.name(), link.loop());
    }
    startHistory(configuration, clock, metrics);
    var clients = new ClientCount(configuration.stream().clients());
    metrics.clients(clients::now);
    metrics.system().clients(() -> clients.entries().stream().map(Gateway::clientOf).toList());
    var commands = new DeskPort(core.loop(), core.desk());
    Supplier<List<Receiver>> upstream = startBridges(configuration, clock, commands);
    metrics.upstream(
        configuration.bridges().stream().map(one -> one.broker().name()).toList(), upstream);
    Layouts layouts = Layouts.open(configuration.data());
    this.layouts = layouts;
    var numbers = new AtomicInteger(); // of serving loops, which start at the same time
    var shared =
        new ServingVerticle.Shared(
            clock,
            core.loop(),
            core.registry(),
            commands,
            configuration.http(),
            identity,
            configuration.stream(),
            new ServerName(configuration.name(), Version.text(), UUID.randomUUID().toString()),
            Map.copyOf(recorders),
            clients,
            access(configuration),
            Optional.ofNullable(history),
            metrics,
            upstream,
            core.ledger().view(),
            layouts,
            loop -> loops.put("clients " + numbers.incrementAndGet(), loop));
    port = await(ServingVerticle.start(serving, shared), START_LIMIT_MS);
    offers.start();
    HeapTrim.start(core.loop());
  }

  private void startHistory(Configuration configuration, WallClock clock, Metrics metrics) {
    if (configuration.history().isOn()) {
      History begun =
          await(HistoryVerticle.start(vertx, core, configuration, clock), START_LIMIT_MS);
      metrics.history(begun::status);
      history = begun;
      loops.put("history", begun.loop());
    }
  }

  private void watch(DeviceMetrics devices) {
    core.loop()
        .execute(
            () -> {
              core.registry().listen(devices);
              core.desk().listen(devices::command);
            });
  }

  /** How those stand that are told readings. */
  private Supplier<List<Receiver>> startBridges(
      Configuration configuration, WallClock clock, DeskPort commands) {
    if (configuration.bridges().isEmpty()) {
      return List::of;
    }
    Vertx own = EventLoops.start(1); // brokers hold up neither lines nor clients
    bridges = own;
    var made =
        new Bridges(
            clock,
            core.loop(),
            core.registry(),
            commands,
            configuration.bridges(),
            Optional.ofNullable(history),
            loop -> loops.put("brokers", loop));
    await(own.deployVerticle(made), START_LIMIT_MS);
    return made::status;
  }

  private static SystemFigures.Clock clockOf(WallClock clock) {
    return new SystemFigures.Clock(
        clock.deviceInUse(), clock.timeBase().isTrusted(), clock.aheadOfMachineMillis());
  }

  static SystemFigures.Client clientOf(ClientCount.Entry one) {
    return new SystemFigures.Client(
        one.name(), one.address(), one.protocol(), one.since(), one.queued(), one.merged());
  }

  private Access access(Configuration configuration) {
    if (!configuration.http().login()) {
      return new Access.Open();
    }
    try {
      Accounts opened = Accounts.open(configuration.data(), core.ledger());
      accounts = opened;
      return new Access.Guarded(configuration.name(), opened, new Tickets());
    } catch (IOException e) {
      throw new UnusableFile(e);
    }
  }

  /** The port that the dashboard is served on. */
  public int port() {
    return port;
  }

  /** Who this gateway is to others, now. */
  public ServerIdentity identity() {
    return identity.current();
  }

  /** Every loop, by what it is for. */
  public Map<String, Loop> loops() {
    return Map.copyOf(loops);
  }

  /**
   * Puts all devices down at once and says goodbye to clients meanwhile, then ends the loops. Takes
   * as long as the slowest device, at most {@link Configuration#stop} and {@link #STOP_REST}.
   */
  @Override
  public void close() {
    offers.close();
    identity.close();
    var devices = DeviceStop.begin(core.devices(), stop);
    Future<?> goodbyes = bridges == null ? Future.succeededFuture() : bridges.close();
    giveTime(serving.close());
    giveTime(goodbyes);
    devices.await();
    if (history != null) {
      history.close();
    }
    giveTime(vertx.close());
    if (core.isStarted()) {
      tell("stopped", "");
      core.ledger().close();
    }
    if (accounts != null) {
      accounts.close();
    }
    if (layouts != null) {
      layouts.close();
    }
  }

  private void tell(String word, String text) {
    core.ledger().record(new Event(Event.Kind.GATEWAY, name, "", word, text));
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
