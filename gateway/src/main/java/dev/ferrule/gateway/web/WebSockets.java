package dev.ferrule.gateway.web;

import dev.ferrule.gateway.security.Caller;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/**
 * What the HTTP server knows of WebSockets: who takes them, and what it must promise in the
 * handshake.
 *
 * @param handler takes upgrade requests and who they are, after host and origin were checked
 * @param subprotocols names that may be chosen, preferred first
 * @param maxMessage longest message that a client may send, bytes
 */
public record WebSockets(Handler handler, List<String> subprotocols, int maxMessage) {

  /** Takes an upgrade request. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Answers the request of {@code caller}; {@code taken} is run when the connection has become a
     * WebSocket.
     */
    void handle(HttpServerRequest request, Caller caller, Runnable taken);
  }

  public WebSockets {
    subprotocols = List.copyOf(subprotocols);
  }
}
