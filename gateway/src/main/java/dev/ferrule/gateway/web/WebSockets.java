package dev.ferrule.gateway.web;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/**
 * What the HTTP server knows of WebSockets: who takes them, and what it must promise in the
 * handshake.
 *
 * @param handler takes upgrade requests, after host and origin were checked
 * @param subprotocols names that may be chosen, preferred first
 * @param maxMessage longest message that a client may send, bytes
 */
public record WebSockets(
    Handler<HttpServerRequest> handler, List<String> subprotocols, int maxMessage) {

  public WebSockets {
    subprotocols = List.copyOf(subprotocols);
  }
}
