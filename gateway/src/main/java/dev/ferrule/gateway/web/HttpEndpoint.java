package dev.ferrule.gateway.web;

import dev.ferrule.gateway.command.CommandPort;
import dev.ferrule.gateway.device.FlightRecorder;
import dev.ferrule.gateway.history.History;
import dev.ferrule.gateway.json.Problem;
import dev.ferrule.gateway.ledger.LedgerView;
import dev.ferrule.gateway.loop.Backlog;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.loop.Turns;
import dev.ferrule.gateway.metrics.Metrics;
import dev.ferrule.gateway.outbox.Receiver;
import dev.ferrule.gateway.registry.Replica;
import dev.ferrule.gateway.security.Caller;
import dev.ferrule.gateway.web.api.Answers;
import dev.ferrule.gateway.web.api.Callers;
import dev.ferrule.gateway.web.api.CapturesApi;
import dev.ferrule.gateway.web.api.ChannelsApi;
import dev.ferrule.gateway.web.api.CommandsApi;
import dev.ferrule.gateway.web.api.Description;
import dev.ferrule.gateway.web.api.DevicesApi;
import dev.ferrule.gateway.web.api.EventsApi;
import dev.ferrule.gateway.web.api.Failures;
import dev.ferrule.gateway.web.api.HealthApi;
import dev.ferrule.gateway.web.api.HistoryApi;
import dev.ferrule.gateway.web.api.MetricsApi;
import dev.ferrule.gateway.web.api.ReadingsApi;
import dev.ferrule.gateway.web.api.Resource;
import dev.ferrule.gateway.web.layout.LayoutApi;
import dev.ferrule.gateway.web.layout.Layouts;
import dev.ferrule.gateway.web.system.SystemApi;
import dev.ferrule.gateway.web.tls.IdentityKeeper;
import dev.ferrule.gateway.web.tls.ServerIdentity;
import dev.ferrule.gateway.web.tls.TlsMode;
import dev.ferrule.gateway.web.upstream.UpstreamApi;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import io.vertx.ext.web.Router;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server of one event loop; all endpoints of a process share the port.
 *
 * <p>Owner: its loop.
 */
public final class HttpEndpoint {

  private static final System.Logger LOG = System.getLogger("dev.ferrule.web");

  /**
   * Where WebSockets are, below the base path; never in the router, whose sockets hide the channel
   * below them.
   */
  static final String WEB_SOCKET = "/ws/v1";

  /**
   * How an address is written: what is spelled otherwise is another, and unknown. The router would
   * take several spellings for one.
   */
  private static final Pattern PLAIN = Pattern.compile("/|(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]*+)++");

  /** To Vert.x: a port that the system chooses, the same for all endpoints. */
  private static final int ANY_SHARED_PORT = -1;

  /** Connections over all loops that are no WebSockets; those are counted by who takes them. */
  public static final int MAX_PLAIN = 256;

  /** Bytes of answers that clients may leave untaken, over all loops. */
  public static final long MAX_UNTAKEN = 3 << 20;

  /** What reading a request and writing its answer costs besides. */
  private static final Duration COST = Duration.ofNanos(100_000);

  private final HttpSettings settings;
  private final WebSockets sockets;
  private final HttpServer server;
  private final StaticFiles files;
  private final SecurityHeaders headers;
  private final Router router;
  private final CaPage page;
  private final Optional<RedirectServer> redirect;
  private final String base;

  private final Connections plain;
  private final Turns turns;
  private final Door door;

  private ServerIdentity identity;
  private @Nullable HostAndOrigin hostAndOrigin;

  /**
   * An endpoint that does not listen yet.
   *
   * @param turns whose turn it is on the loop
   * @param recorders of serial lines, by the id of each device on them
   * @param access who is let in
   * @param history what is remembered, if anything is
   * @param metrics figures for monitoring systems
   * @param upstream how those stand that are told readings
   * @param ledger what was recorded
   * @param layouts how users want the dashboard
   * @param sockets takes what comes for {@code /ws/v1}
   * @param keeper knows who this server is
   */
  public HttpEndpoint(
      Vertx vertx,
      Loop loop,
      Turns turns,
      HttpSettings settings,
      Replica replica,
      CommandPort commands,
      Map<String, FlightRecorder> recorders,
      Access access,
      Optional<History> history,
      Metrics metrics,
      Supplier<List<Receiver>> upstream,
      LedgerView ledger,
      Layouts layouts,
      WebSockets sockets,
      IdentityKeeper keeper) {
    this.plain =
        new Connections(
            loop,
            turns,
            Math.max(1, MAX_PLAIN / settings.loops()),
            new Backlog(MAX_UNTAKEN / settings.loops()));
    this.turns = turns;
    this.settings = settings;
    this.sockets = sockets;
    this.base = settings.transport().basePath();
    this.files = new StaticFiles(HttpEndpoint.class.getClassLoader(), base);
    this.headers =
        new SecurityHeaders(
            settings.transport().tls() instanceof TlsMode.Files, files.scriptHashes());
    keeper.onChange(next -> loop.run(() -> become(next)));
    this.identity = keeper.current();
    this.server = vertx.createHttpServer(Listening.with(sockets, identity, keeper.engine()));
    this.page = new CaPage(base, () -> identity.authority());
    OptionalInt redirectPort = settings.transport().redirectPort();
    this.redirect =
        redirectPort.isPresent()
            ? Optional.of(redirect(vertx, redirectPort.getAsInt()))
            : Optional.empty();
    this.door = new Door(access, settings.transport());
    List<Resource> resources =
        new ArrayList<>(
            List.of(
                new DevicesApi(replica),
                new ChannelsApi(replica),
                new ReadingsApi(loop, replica),
                new CommandsApi(loop, commands),
                new CapturesApi(recorders),
                new HistoryApi(loop, history),
                new MetricsApi(metrics),
                new UpstreamApi(upstream),
                new SystemApi(loop, metrics.system(), ledger),
                Description.openApi(),
                Description.asyncApi(),
                new EventsApi(loop, ledger),
                new LayoutApi(loop, layouts),
                new HealthApi(replica, settings.encryption().word(), ledger)));
    resources.addAll(access.resources(loop));
    this.router = router(vertx, resources);
    server.requestHandler(this::handle);
    server.connectionHandler(plain::add);
    if (settings.transport().tls().isOn()) {
      keeper.engine().onArrival(eventLoop(vertx), plain::arrive);
    }
  }

  private RedirectServer redirect(Vertx vertx, int port) {
    return new RedirectServer(
        vertx, settings.host(), port, base, plain, this::hostAndOrigin, headers, page);
  }

  /** The loop that this is called on, as Netty knows it. */
  private static EventLoop eventLoop(Vertx vertx) {
    return ((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop();
  }

  private Router router(Vertx vertx, List<Resource> resources) {
    Router all = Router.router(vertx);
    all.route()
        .handler(
            context -> {
              Callers.put(context, door.visitor(context.request()));
              context.next();
            });
    for (Resource resource : resources) {
      Router own = Router.router(vertx);
      resource.addTo(own);
      all.route(base + resource.path() + "*").subRouter(own);
    }
    all.route().handler(files);
    all.route().handler(context -> Answers.notFound(context.request()));
    all.route().failureHandler(new Failures());
    return all;
  }

  /** All addresses but {@link #WEB_SOCKET}. */
  Router router() {
    return router;
  }

  /**
   * Starts to listen.
   *
   * @return the port; fails with {@link CannotListen}
   */
  public Future<Integer> start() {
    return server
        .listen(settings.port() == 0 ? ANY_SHARED_PORT : settings.port(), settings.host())
        .recover(
            cause -> Future.failedFuture(new CannotListen(settings.host(), settings.port(), cause)))
        .compose(_ -> redirect.map(RedirectServer::start).orElseGet(() -> Future.succeededFuture()))
        .map(_ -> server.actualPort());
  }

  /** The server is somebody else from now on; connections that are open do not notice. */
  private void become(ServerIdentity next) {
    boolean isRenewed = !next.certificate().equals(identity.certificate());
    identity = next;
    hostAndOrigin = null;
    if (isRenewed && next.certificate().isPresent()) {
      var unused =
          server
              .updateSSLOptions(Listening.tls(next.certificate().get()))
              .onFailure(e -> LOG.log(Level.ERROR, "a new certificate cannot be used", e));
    }
  }

  /** Stops listening and closes what is open. */
  public Future<Void> stop() {
    return redirect
        .map(RedirectServer::stop)
        .orElseGet(() -> Future.succeededFuture())
        .transform(_ -> server.close());
  }

  /** A request is answered when its turn comes; those behind it on its connection wait. */
  private void handle(HttpServerRequest request) {
    plain.begin(request);
    Optional<Turns.Client> client = plain.turns(request.connection());
    if (client.isEmpty()) {
      return; // it had to go while the request was under way
    }
    turns.chargeForAsking(client.get(), COST);
    if (turns.isTurnOf(client.get())) {
      turns.take(client.get(), () -> answer(request));
    } else {
      request.pause();
      turns.await(
          client.get(),
          () -> {
            request.resume();
            answer(request);
          });
    }
  }

  /** What every request meets first, before the router decides anything. */
  private void answer(HttpServerRequest request) {
    plain.relieve();
    if (!plain.has(request.connection())) {
      return; // it was the one to go
    }
    headers.putInto(request.response());
    if (!hasOneEnd(request)) {
      refuseAllBehind(request);
      return;
    }
    Whence whence = Whence.of(request, settings.transport());
    @Nullable String path = request.path();
    Optional<Problem> refusal =
        refuseStranger(whence).or(() -> hostAndOrigin().refuse(request, whence));
    if (refusal.isPresent()) {
      Problem why = refusal.get();
      String from = whence.address();
      LOG.log(
          Level.WARNING, "A request from {0} was refused: {1} {2}", from, why.detail(), why.hint());
      Answers.problem(request, why);
    } else if (path != null && path.equals(base) && !base.isEmpty()) {
      request.response().putHeader(HttpHeaders.LOCATION, lastOf(base) + "/");
      Answers.end(request, 308, Buffer.buffer());
    } else if (path == null || !path.startsWith(base) || !isPlain(path.substring(base.length()))) {
      Answers.notFound(request);
    } else if (path.equals(base + WEB_SOCKET)) {
      upgrade(request);
    } else if (!page.answers(request, whence.scheme() + "://" + whence.hosts().getFirst())) {
      router.handle(request);
    }
  }

  /** A coding that this server does not know, and one before it may, hides a request in a body. */
  private static boolean hasOneEnd(HttpServerRequest request) {
    List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
    return codings.isEmpty()
        || (codings.size() == 1 && codings.getFirst().strip().equalsIgnoreCase("chunked"));
  }

  /** Where the next request would begin, nobody knows. */
  private void refuseAllBehind(HttpServerRequest request) {
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    String why = "The body comes in a coding that is not known here.";
    Answers.problem(request, Problem.of(400, "bad-request", "Bad request", why, ""));
    plain.forget(request.connection());
    Future<Void> unused = request.connection().close();
  }

  private static boolean isPlain(String path) {
    return PLAIN.matcher(path).matches();
  }

  private static String lastOf(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Without encryption of its own the server is for proxies, and for this machine. */
  private Optional<Problem> refuseStranger(Whence whence) {
    return settings.encryption() != HttpSettings.Encryption.PROXY
            || whence.isForwarded()
            || HttpSettings.isLoopback(whence.address())
        ? Optional.empty()
        : Optional.of(
            Problem.of(
                403,
                "not-a-proxy",
                "Not a proxy",
                "Without encryption this server answers proxies only.",
                "Come through the proxy, or add "
                    + whence.address()
                    + " to http.trusted_proxies."));
  }

  private void upgrade(HttpServerRequest request) {
    if (request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD)) {
      Optional<Caller> caller = door.opener(request);
      if (caller.isPresent()) {
        sockets.handler().handle(request, caller.get(), () -> plain.forget(request.connection()));
      } else {
        Answers.problem(request, door.stranger());
      }
    } else {
      Answers.methodNotAllowed(request, "GET, HEAD");
    }
  }

  /** The port is known only when the server listens. */
  private HostAndOrigin hostAndOrigin() {
    HostAndOrigin known = hostAndOrigin;
    if (known == null) {
      String scheme = settings.transport().tls().isOn() ? "https" : "http";
      known =
          new HostAndOrigin(identity.names(), scheme, server.actualPort(), settings.publicUrls());
      hostAndOrigin = known;
    }
    return known;
  }
}
