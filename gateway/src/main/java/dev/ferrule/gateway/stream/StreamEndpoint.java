package dev.ferrule.gateway.stream;

import dev.ferrule.gateway.json.Problem;
import dev.ferrule.gateway.security.Caller;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where a WebSocket begins: takes the upgrade request, settles the subprotocol, and joins the
 * socket to the hub.
 *
 * <p>Host and Origin were checked before. Owner: the hub's loop.
 */
public final class StreamEndpoint {

  private static final String PROTOCOL_HEADER = "Sec-WebSocket-Protocol";

  private final StreamHub hub;

  /** An endpoint that gives its sockets to {@code hub}. */
  public StreamEndpoint(StreamHub hub) {
    this.hub = hub;
  }

  /** The subprotocols that the HTTP server must be told of. */
  public static List<String> subprotocols() {
    return Subprotocol.tokens();
  }

  /** Takes the upgrade request of {@code caller}. */
  public void handle(HttpServerRequest request, Caller caller) {
    if (!request.headers().contains(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET, true)) {
      refuse(
          request,
          Problem.of(
              426,
              "upgrade-required",
              "Upgrade required",
              "This address speaks WebSocket only.",
              "Connect with a WebSocket client, or read /api/v1/readings."));
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
    request.toWebSocket().onSuccess(socket -> join(socket, codec.get(), caller));
  }

  /**
   * Attaches all handlers in the turn in which the socket is accepted: nothing a client sends gets
   * lost.
   */
  private void join(ServerWebSocket socket, Subprotocol codec, Caller caller) {
    VertxSocket client = new VertxSocket(socket, hub.loop());
    Session session = hub.open(client, codec, caller);
    socket.textMessageHandler(session::text);
    socket.binaryMessageHandler(_ -> session.binary());
    socket.exceptionHandler(_ -> client.close(CloseCode.TOO_LARGE));
    socket.closeHandler(_ -> hub.closed(session));
  }

  private static List<String> offered(HttpServerRequest request) {
    return request.headers().getAll(PROTOCOL_HEADER).stream()
        .flatMap(line -> Arrays.stream(line.split(",", -1)))
        .map(String::strip)
        .filter(token -> !token.isEmpty())
        .toList();
  }

  private static void refuse(HttpServerRequest request, Problem problem) {
    if (problem.status() == 426) {
      request.response().putHeader(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET);
    }
    request
        .response()
        .setStatusCode(problem.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .end(problem.toJson());
  }
}
