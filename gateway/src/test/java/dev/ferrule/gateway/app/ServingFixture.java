package dev.ferrule.gateway.app;

import dev.ferrule.gateway.clock.WallClock;
import dev.ferrule.gateway.command.CommandDesk;
import dev.ferrule.gateway.command.DeskPort;
import dev.ferrule.gateway.command.Rules;
import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.device.FlightRecorder;
import dev.ferrule.gateway.history.History;
import dev.ferrule.gateway.history.file.HistoryRule;
import dev.ferrule.gateway.history.file.HistoryRules;
import dev.ferrule.gateway.history.file.HistorySettings;
import dev.ferrule.gateway.ledger.LedgerView;
import dev.ferrule.gateway.ledger.MemoryLedger;
import dev.ferrule.gateway.metrics.Metrics;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.LinkCounts;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.registry.DeviceFeed;
import dev.ferrule.gateway.registry.Registry;
import dev.ferrule.gateway.stream.ClientCount;
import dev.ferrule.gateway.stream.ServerName;
import dev.ferrule.gateway.stream.StreamSettings;
import dev.ferrule.gateway.web.Access;
import dev.ferrule.gateway.web.HttpSettings;
import dev.ferrule.gateway.web.layout.Layouts;
import dev.ferrule.gateway.web.tls.IdentityKeeper;
import dev.ferrule.protocol.Bytes;
import dev.ferrule.protocol.capture.CaptureEvent;
import dev.ferrule.protocol.capture.CaptureHead;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The serving half of the gateway, for real, with devices that a test speaks for. */
public final class ServingFixture implements AutoCloseable {

  /** How long anything may take before a test gives up. */
  public static final long PATIENCE_S = 60;

  private static final HttpSettings HTTP = new HttpSettings("127.0.0.1", 0, 1, List.of());

  private static final Duration LONG = Duration.ofDays(36_500);

  /** Where readings are kept, and which. */
  private record Remembered(Path data, HistoryRule rule) {
    HistorySettings settings() {
      return new HistorySettings(true, Duration.ofMillis(20), HistoryRules.of(rule), 1L << 30);
    }
  }

  private final long started = System.currentTimeMillis();

  /** Where nothing is, and nothing can be made. */
  private static final Path NOWHERE = Path.of("/nonexistent");

  private final Vertx vertx;
  private final VertxLoop core;
  private final Registry registry;
  private final CommandDesk desk;
  private final Map<String, DeviceFeed> feeds = new HashMap<>();
  private final ClientCount clients;
  private final IdentityKeeper identity;
  private final Optional<History> history;
  private final int port;

  /** Commands as a driver gets them. */
  private final BlockingQueue<DeviceCommand> written = new LinkedBlockingQueue<>();

  /** A server on a port that the system chooses. */
  public ServingFixture(StreamSettings stream, int loops, String... devices) {
    this(stream, loops, Rules.NONE, devices);
  }

  /** A server with rules, on a port that the system chooses. */
  public ServingFixture(StreamSettings stream, int loops, Rules rules, String... devices) {
    this(stream, new HttpSettings("127.0.0.1", 0, loops, List.of()), rules, devices);
  }

  /** A server without rules. */
  public ServingFixture(StreamSettings stream, HttpSettings http, String... devices) {
    this(stream, http, Rules.NONE, devices);
  }

  /** A server that lets in whom {@code access} says. */
  public ServingFixture(Access access, String... devices) {
    this(HTTP, access, identity(HTTP, NOWHERE), devices);
  }

  /** The same, which keeps how they want the dashboard. */
  public ServingFixture(Access access, Layouts layouts, String... devices) {
    this(
        StreamSettings.DEFAULT,
        HTTP,
        Rules.NONE,
        access,
        identity(HTTP, NOWHERE),
        Optional.empty(),
        layouts,
        devices);
  }

  private ServingFixture(StreamSettings stream, HttpSettings http, Rules rules, String... devices) {
    this(
        stream,
        http,
        rules,
        new Access.Open(),
        identity(http, NOWHERE),
        Optional.empty(),
        Layouts.open(NOWHERE),
        devices);
  }

  /** A server that remembers readings in {@code data}, and commits them often. */
  public static ServingFixture remembering(Path data, String... devices) {
    return remembering(data, HistoryRule.all(LONG), devices);
  }

  /** The same, which keeps of all channels what a rule says. */
  public static ServingFixture remembering(Path data, HistoryRule rule, String... devices) {
    return new ServingFixture(
        StreamSettings.DEFAULT,
        HTTP,
        Rules.NONE,
        new Access.Open(),
        identity(HTTP, NOWHERE),
        Optional.of(new Remembered(data, rule)),
        Layouts.open(NOWHERE),
        devices);
  }

  /** A server that is who {@code identity} says; closed with it. */
  public ServingFixture(HttpSettings http, IdentityKeeper identity, String... devices) {
    this(http, new Access.Open(), identity, devices);
  }

  /** The same, which lets in whom {@code access} says. */
  public ServingFixture(
      HttpSettings http, Access access, IdentityKeeper identity, String... devices) {
    this(
        StreamSettings.DEFAULT,
        http,
        Rules.NONE,
        access,
        identity,
        Optional.empty(),
        Layouts.open(NOWHERE),
        devices);
  }

  private ServingFixture(
      StreamSettings stream,
      HttpSettings http,
      Rules rules,
      Access access,
      IdentityKeeper identity,
      Optional<Remembered> remembered,
      Layouts layouts,
      String... devices) {
    this.identity = identity;
    vertx = EventLoops.start(http.loops() + 1);
    core = loop(vertx);
    clients = new ClientCount(stream.clients());
    registry = onCore(() -> new Registry(core, rules::apply));
    desk = onCore(() -> new CommandDesk(core, registry, rules, new MemoryLedger()));
    for (String device : devices) {
      feeds.put(device, onCore(() -> registry.feed(device, device, "text", "test", desk)));
      onCore(
          () -> {
            desk.attach(device, true, written::add);
            return 0;
          });
    }
    history =
        remembered.map(
            one ->
                onCore(
                    () ->
                        History.start(core, registry.replicate(core), one.data(), one.settings())));
    port =
        await(
            ServingVerticle.start(
                vertx,
                new ServingVerticle.Shared(
                    WallClock.ofThisMachine(),
                    core,
                    registry,
                    new DeskPort(core, desk),
                    http,
                    identity,
                    stream,
                    new ServerName("test", "0", "s"),
                    recorders(devices),
                    clients,
                    access,
                    history,
                    metrics(clients),
                    () -> Upstream.BROKERS,
                    LedgerView.NONE,
                    layouts,
                    _ -> {})));
  }

  private static Metrics metrics(ClientCount clients) {
    var metrics = new Metrics("test");
    metrics.system().clients(() -> clients.entries().stream().map(Gateway::clientOf).toList());
    return metrics;
  }

  /** Who a server is that keeps its keys in {@code data}. */
  public static IdentityKeeper identity(HttpSettings http, Path data) {
    var subject =
        new IdentityKeeper.Subject(http.transport().tls(), http.host(), http.publicHosts(), data);
    return IdentityKeeper.start(subject, InstantSource.system(), IdentityKeeper.PACE);
  }

  /** Each device on a line of its own, which was opened and said hello. */
  private static Map<String, FlightRecorder> recorders(String... devices) {
    Map<String, FlightRecorder> recorders = new HashMap<>();
    for (String device : devices) {
      recorders.put(device, new SaidHello("/dev/" + device));
    }
    return recorders;
  }

  /** A line that was opened, said hello and will say nothing more. */
  private record SaidHello(String port) implements FlightRecorder {
    private static final List<CaptureEvent> EVENTS =
        List.of(
            new CaptureEvent.Opened(0),
            new CaptureEvent.Data(
                250_000, CaptureEvent.Direction.FROM_DEVICE, Bytes.ofText("hello\n")));

    @Override
    public CaptureHead head() {
      return new CaptureHead(Instant.EPOCH, port, 9600, "8N1");
    }

    @Override
    public Excerpt fromOldest() {
      return new Excerpt(EVENTS, EVENTS.size());
    }

    @Override
    public Optional<Excerpt> from(long position) {
      return position > EVENTS.size()
          ? Optional.empty()
          : Optional.of(new Excerpt(EVENTS.subList((int) position, EVENTS.size()), EVENTS.size()));
    }
  }

  /** A loop of a verticle of its own. */
  static VertxLoop loop(Vertx vertx) {
    Promise<VertxLoop> loop = Promise.promise();
    await(
        vertx.deployVerticle(
            new VerticleBase() {
              @Override
              public Future<?> start() {
                loop.complete(VertxLoop.current(WallClock.ofThisMachine()));
                return loop.future();
              }
            }));
    return await(loop.future());
  }

  /** The port that the server listens on. */
  public int port() {
    return port;
  }

  /** Stream clients now. */
  public int clients() {
    return clients.now();
  }

  /** More came over a device's link. */
  public void count(String device, LinkCounts counts) {
    feed(device).counts(counts);
    settle();
  }

  /** A device comes up with its channels. */
  public void up(String device, Channel... channels) {
    DeviceFeed feed = feed(device);
    feed.channels(List.of(channels));
    feed.state(new DeviceState.Up());
    settle();
  }

  private DeviceFeed feed(String device) {
    return Objects.requireNonNull(feeds.get(device), device);
  }

  /** A device changes its state. */
  public void state(String device, DeviceState state) {
    feed(device).state(state);
  }

  /** A device reads. */
  public void read(String device, ReadingBatch batch) {
    feed(device).readings(batch);
  }

  /** A device reports about a command. */
  public void report(String device, String id, CommandProgress progress) {
    feed(device).command(id, progress);
  }

  /** The next command that a driver gets. */
  public DeviceCommand written() throws InterruptedException {
    DeviceCommand command = written.poll(PATIENCE_S, TimeUnit.SECONDS);
    if (command == null) {
      throw new AssertionError("no command came to the driver");
    }
    return command;
  }

  /** How many commands a driver has got that a test has not asked for. */
  public int writtenSoFar() {
    settle();
    return written.size();
  }

  /** Waits until so many readings are in the history. */
  public void remembered(long readings) throws InterruptedException {
    while (history.orElseThrow().status().readings() < readings) {
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }

  /** Waits until everything that was told so far has reached the registry. */
  public void settle() {
    onCore(() -> 0);
  }

  /** When it was started, milliseconds since 1970. */
  public long epoch() {
    return started;
  }

  private <T> T onCore(Callable<T> task) {
    return await(
        Future.future(
            promise ->
                core.execute(
                    () -> {
                      try {
                        promise.complete(task.call());
                      } catch (Exception e) {
                        promise.fail(e);
                      }
                    })));
  }

  /** Waits for a future from a test's thread. */
  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(PATIENCE_S, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("did not come to its end", e);
    }
  }

  @Override
  public void close() {
    identity.close();
    history.ifPresent(History::close);
    await(vertx.close());
  }
}
