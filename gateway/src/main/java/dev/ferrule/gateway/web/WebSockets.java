package dev.ferrule.gateway.web;

import dev.ferrule.gateway.security.Caller;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * What the HTTP server knows of WebSockets: who takes them, and what it must promise in the
 * handshake.
 *
 * @param handler takes upgrade requests and who they are, after host and origin were checked
 * @param subprotocols names that may be chosen, preferred first
 * @param maxMessage longest message that a client may send, bytes
 */
public record WebSockets(
    BiConsumer<HttpServerRequest, Caller> handler, List<String> subprotocols, int maxMessage) {

  public WebSockets {
    subprotocols = List.copyOf(subprotocols);
  }
}
