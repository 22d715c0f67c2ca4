package dev.ferrule.gateway.web;

import dev.ferrule.gateway.command.CommandPort;
import dev.ferrule.gateway.device.FlightRecorder;
import dev.ferrule.gateway.json.Problem;
import dev.ferrule.gateway.loop.Backlog;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.loop.Turns;
import dev.ferrule.gateway.registry.Replica;
import dev.ferrule.gateway.security.Caller;
import dev.ferrule.gateway.web.api.Answers;
import dev.ferrule.gateway.web.api.Callers;
import dev.ferrule.gateway.web.api.CapturesApi;
import dev.ferrule.gateway.web.api.ChannelsApi;
import dev.ferrule.gateway.web.api.CommandsApi;
import dev.ferrule.gateway.web.api.DevicesApi;
import dev.ferrule.gateway.web.api.Failures;
import dev.ferrule.gateway.web.api.HealthApi;
import dev.ferrule.gateway.web.api.OpenApi;
import dev.ferrule.gateway.web.api.ReadingsApi;
import dev.ferrule.gateway.web.api.Resource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server of one event loop; all endpoints of a process share the port.
 *
 * <p>Owner: its loop.
 */
public final class HttpEndpoint {

  /** Where WebSockets are; never in the router, whose sockets hide the channel below them. */
  static final String WEB_SOCKET = "/ws/v1";

  /**
   * How an address is written: what is spelled otherwise is another, and unknown. The router would
   * take several spellings for one.
   */
  private static final Pattern PLAIN = Pattern.compile("/|(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]*+)++");

  /** Send buffer of a socket, bytes: what a client that does not read may hold in the kernel. */
  private static final int SEND_BUFFER = 64 * 1024;

  /** To Vert.x: a port that the system chooses, the same for all endpoints. */
  private static final int ANY_SHARED_PORT = -1;

  private static final int MAX_HEADERS = 8 * 1024;

  /** Most bytes that are read of a connection at once: what its frames may cost until it rests. */
  private static final int RECEIVE_BUFFER = 8 * 1024;

  /** Connections over all loops that are no WebSockets; those are counted by who takes them. */
  public static final int MAX_PLAIN = 256;

  /** Bytes of answers that clients may leave untaken, over all loops. */
  public static final long MAX_UNTAKEN = 3 << 20;

  /** What reading a request and writing its answer costs besides. */
  private static final Duration COST = Duration.ofNanos(100_000);

  private final HttpSettings settings;
  private final WebSockets sockets;
  private final HttpServer server;
  private final StaticFiles files = new StaticFiles(HttpEndpoint.class.getClassLoader());
  private final SecurityHeaders headers = new SecurityHeaders(files.scriptHashes());
  private final Router router;

  private final Connections plain;
  private final Turns turns;
  private final Door door;

  private @Nullable HostAndOrigin hostAndOrigin;

  /**
   * An endpoint that does not listen yet.
   *
   * @param turns whose turn it is on the loop
   * @param recorders of serial lines, by the id of each device on them
   * @param access who is let in
   * @param sockets takes what comes for {@code /ws/v1}
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
      WebSockets sockets) {
    this.plain =
        new Connections(
            loop,
            turns,
            Math.max(1, MAX_PLAIN / settings.loops()),
            new Backlog(MAX_UNTAKEN / settings.loops()));
    this.turns = turns;
    this.settings = settings;
    this.sockets = sockets;
    this.server = vertx.createHttpServer(options(sockets));
    this.door = new Door(access);
    List<Resource> resources =
        new ArrayList<>(
            List.of(
                new DevicesApi(replica),
                new ChannelsApi(replica),
                new ReadingsApi(loop, replica),
                new CommandsApi(loop, commands),
                new CapturesApi(recorders),
                new OpenApi(),
                new HealthApi(replica)));
    resources.addAll(access.resources(loop));
    this.router = router(vertx, resources);
    server.requestHandler(this::handle);
    server.connectionHandler(plain::add);
  }

  private static HttpServerOptions options(WebSockets sockets) {
    return new HttpServerOptions()
        .setWebSocketSubProtocols(sockets.subprotocols())
        .setMaxWebSocketFrameSize(sockets.maxMessage())
        .setMaxWebSocketMessageSize(sockets.maxMessage())
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setWebSocketClosingTimeout(1)
        .setHttp2ClearTextEnabled(false)
        .setMaxHeaderSize(MAX_HEADERS)
        .setMaxInitialLineLength(MAX_HEADERS)
        .setSendBufferSize(SEND_BUFFER)
        .setReceiveBufferSize(RECEIVE_BUFFER)
        .setHandle100ContinueAutomatically(true);
  }

  private Router router(Vertx vertx, List<Resource> resources) {
    Router router = Router.router(vertx);
    router
        .route()
        .handler(
            context -> {
              Callers.put(context, door.visitor(context.request()));
              context.next();
            });
    for (Resource resource : resources) {
      Router own = Router.router(vertx);
      resource.addTo(own);
      router.route(resource.path() + "*").subRouter(own);
    }
    router.route().handler(files);
    router.route().handler(context -> Answers.notFound(context.request()));
    router.route().failureHandler(new Failures());
    return router;
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
        .map(HttpServer::actualPort)
        .recover(cause -> Future.failedFuture(new CannotListen(settings, cause)));
  }

  /** Stops listening and closes what is open. */
  public Future<Void> stop() {
    return server.close();
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
    @Nullable String path = request.path();
    Optional<Problem> refusal = hostAndOrigin().refuse(request);
    if (refusal.isPresent()) {
      Answers.problem(request, refusal.get());
    } else if (path == null || !PLAIN.matcher(path).matches()) {
      Answers.notFound(request);
    } else if (path.equals(WEB_SOCKET)) {
      upgrade(request);
    } else {
      router.handle(request);
    }
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
      known = new HostAndOrigin(server.actualPort(), settings.publicUrls());
      hostAndOrigin = known;
    }
    return known;
  }
}
