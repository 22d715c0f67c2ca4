package dev.ferrule.gateway.stream;

import dev.ferrule.gateway.json.Problem;
import dev.ferrule.gateway.security.Caller;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a WebSocket begins: takes the upgrade request, settles the subprotocol, and joins the
 * socket to the hub.
 *
 * <p>Host and Origin were checked before. Owner: the hub's loop.
 */
public final class StreamEndpoint {

  private static final String PROTOCOL_HEADER = "Sec-WebSocket-Protocol";
  private static final String VERSION_HEADER = "Sec-WebSocket-Version";
  private static final String VERSION = "13";
  private static final String KEY_HEADER = "Sec-WebSocket-Key";
  private static final int KEY_BYTES = 16;

  private final StreamHub hub;

  /** An endpoint that gives its sockets to {@code hub}. */
  public StreamEndpoint(StreamHub hub) {
    this.hub = hub;
  }

  /** The subprotocols that the HTTP server must be told of. */
  public static List<String> subprotocols() {
    return Subprotocol.tokens();
  }

  /**
   * Takes the upgrade request of {@code caller}.
   *
   * @param taken told when the connection has become a WebSocket
   */
  public void handle(HttpServerRequest request, Caller caller, Runnable taken) {
    Optional<Problem> wrong = wrongWith(request).or(() -> tooOften(caller));
    if (wrong.isPresent()) {
      refuse(request, wrong.get());
      return;
    }
    List<String> offered = offered(request);
    Optional<Subprotocol> codec = Subprotocol.choose(offered);
    if (codec.isEmpty()) {
      refuse(
          request,
          Problem.of(
              400,
              "unknown-subprotocol",
              "Unknown subprotocol",
              "None of the subprotocols offered is known here.",
              "Offer one of " + String.join(", ", Subprotocol.tokens()) + ", or none."));
      return;
    }
    if (!offered.isEmpty()) {
      // Vert.x would take the first that the client names; the order here is the server's.
      request.headers().set(PROTOCOL_HEADER, codec.get().token());
    }
    request
        .toWebSocket()
        .onSuccess(
            socket -> {
              taken.run();
              join(socket, codec.get(), caller);
            });
  }

  /** Why a request opens no WebSocket (RFC 6455, 4.2.1); Vert.x looks less closely. */
  private static Optional<Problem> wrongWith(HttpServerRequest request) {
    boolean upgrades =
        names(request, HttpHeaders.UPGRADE, "websocket")
            && names(request, HttpHeaders.CONNECTION, "upgrade")
            && request.method().equals(HttpMethod.GET);
    if (!upgrades) {
      return Optional.of(
          Problem.of(
              426,
              "upgrade-required",
              "Upgrade required",
              "This address speaks WebSocket only.",
              "Connect with a WebSocket client, or read /api/v1/readings."));
    }
    if (!request.headers().getAll(VERSION_HEADER).equals(List.of(VERSION))) {
      return Optional.of(
          Problem.of(
              426,
              "websocket-version",
              "Unknown version of WebSocket",
              "Only version 13 of WebSocket is spoken here.",
              "Send Sec-WebSocket-Version: 13 (RFC 6455)."));
    }
    List<String> keys = request.headers().getAll(KEY_HEADER);
    if (keys.size() != 1 || !isKey(keys.getFirst().strip())) {
      return Optional.of(
          Problem.of(
              400,
              "websocket-key",
              "No key",
              "Sec-WebSocket-Key is not one header of 16 bytes in Base64.",
              "Send a new random key with each connection (RFC 6455, 4.1)."));
    }
    return Optional.empty();
  }

  /** Opening costs more than anything that is said afterwards. */
  private Optional<Problem> tooOften(Caller caller) {
    return hub.clients().mayCome(caller.address(), hub.loop().nanoTime())
        ? Optional.empty()
        : Optional.of(
            Problem.of(
                429,
                "too-many-connections",
                "Too many connections",
                "Too many WebSockets were opened from one address lately.",
                "Keep one open, or try again in a second."));
  }

  private static boolean names(HttpServerRequest request, CharSequence header, String token) {
    return tokens(request, header).anyMatch(token::equalsIgnoreCase);
  }

  /** A header may come as one line or as several; both mean a list. */
  private static Stream<String> tokens(HttpServerRequest request, CharSequence header) {
    return request.headers().getAll(header).stream()
        .flatMap(line -> Arrays.stream(line.split(",", -1)))
        .map(String::strip);
  }

  private static boolean isKey(String key) {
    try {
      return Base64.getDecoder().decode(key).length == KEY_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Attaches all handlers in the turn in which the socket is accepted: nothing a client sends gets
   * lost.
   */
  private void join(ServerWebSocket socket, Subprotocol codec, Caller caller) {
    VertxSocket client = new VertxSocket(socket, hub.loop());
    Optional<Session> opened = hub.open(client, codec, caller);
    if (opened.isEmpty()) {
      return; // it is closed, and what it still says is nobody's
    }
    Session session = opened.get();
    FrameGuard.putBefore(((WebSocketInternal) socket).channelHandlerContext(), session);
    socket.textMessageHandler(session::text);
    socket.binaryMessageHandler(_ -> session.binary());
    socket.exceptionHandler(broken -> client.close(FrameGuard.reason(broken)));
    socket.closeHandler(_ -> hub.closed(session));
  }

  private static List<String> offered(HttpServerRequest request) {
    return tokens(request, PROTOCOL_HEADER).filter(token -> !token.isEmpty()).toList();
  }

  private static void refuse(HttpServerRequest request, Problem problem) {
    if (problem.status() == 429) {
      request.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
    }
    if (problem.status() == 426) {
      request
          .response()
          .putHeader(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET)
          .putHeader(VERSION_HEADER, VERSION);
    }
    request
        .response()
        .setStatusCode(problem.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .end(problem.toJson());
  }
}
