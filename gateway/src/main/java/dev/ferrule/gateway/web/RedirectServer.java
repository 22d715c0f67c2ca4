package dev.ferrule.gateway.web;

import dev.ferrule.gateway.json.Problem;
import dev.ferrule.gateway.web.api.Answers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Plain HTTP beside TLS: leads people to https, and serves what a device needs before it can trust
 * that. Nothing else is said here, and nothing is taken: a program that were led on would show its
 * token in the clear each time, and nobody would notice.
 *
 * <p>Owner: its loop.
 */
final class RedirectServer {

  /** To Vert.x: a port that the system chooses, the same for all endpoints; not the main one. */
  private static final int ANY_SHARED_PORT = -2;

  /** What a person types or has kept, below the base path, besides the dashboard's pages. */
  private static final Set<String> MORE_PAGES = Set.of("", "/login", "/setup");

  private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  private final String host;
  private final int port;
  private final String base;
  private final HttpServer server;
  private final Supplier<HostAndOrigin> names;
  private final SecurityHeaders headers;
  private final CaPage page;

  /**
   * A server that does not listen yet.
   *
   * @param base path that the addresses of pages begin with, or empty
   * @param names what the server of https answers to
   */
  RedirectServer(
      Vertx vertx,
      String host,
      int port,
      String base,
      Connections connections,
      Supplier<HostAndOrigin> names,
      SecurityHeaders headers,
      CaPage page) {
    this.host = host;
    this.port = port;
    this.base = base;
    this.names = names;
    this.headers = headers;
    this.page = page;
    this.server = vertx.createHttpServer(Listening.plain());
    server.connectionHandler(connections::add);
    server.requestHandler(
        request -> {
          connections.begin(request);
          answer(request);
        });
  }

  /** Starts to listen; fails with {@link CannotListen}. */
  Future<Void> start() {
    return server
        .listen(port == 0 ? ANY_SHARED_PORT : port, host)
        .<Void>mapEmpty()
        .recover(cause -> Future.failedFuture(new CannotListen(host, port, cause)));
  }

  Future<Void> stop() {
    return server.close();
  }

  private void answer(HttpServerRequest request) {
    headers.putInto(request.response());
    List<String> called = request.headers().getAll(HttpHeaders.HOST);
    Optional<String> secure =
        called.size() == 1 ? names.get().secureOrigin(called.getFirst()) : Optional.empty();
    if (!request.uri().startsWith("/")) {
      Answers.problem(
          request, Problem.of(400, "bad-request", "Bad request", "The address is no path.", ""));
    } else if (secure.isEmpty()) {
      Answers.problem(
          request,
          Problem.of(
              421,
              "unknown-host",
              "Unknown host",
              "This server does not answer to that name.",
              "Call it by a name or an address of its machine."));
    } else if (page.answers(request, secure.get())) {
      return;
    } else if (isPage(request)) {
      request.response().putHeader(HttpHeaders.LOCATION, secure.get() + request.uri());
      Answers.end(request, 308, Buffer.buffer());
    } else {
      refuse(request, secure.get() + base + "/");
    }
  }

  private boolean isPage(HttpServerRequest request) {
    @Nullable String path = request.path();
    if (path == null || !path.startsWith(base) || !METHODS.contains(request.method())) {
      return false;
    }
    String below = path.substring(base.length());
    return StaticFiles.isPage(below) || MORE_PAGES.contains(below);
  }

  private static void refuse(HttpServerRequest request, String secure) {
    request
        .response()
        .putHeader(HttpHeaders.UPGRADE, "TLS/1.3, HTTP/1.1")
        .putHeader(HttpHeaders.LOCATION, secure);
    Answers.problem(
        request,
        Problem.of(
            426,
            "https-needed",
            "Https needed",
            "Without encryption there is nothing here but the way to https for people.",
            "Use " + secure + " from the first request on."));
  }
}
