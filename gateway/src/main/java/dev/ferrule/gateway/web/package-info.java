/**
 * HTTP: the dashboard's files, the REST interface, health, and the door that every request comes
 * through.
 *
 * <p>Each event loop has one {@link dev.ferrule.gateway.web.HttpEndpoint}; all share the port and
 * everything below one runs on its loop. Its first handler stands before the router: {@code
 * HostAndOrigin} refuses foreign hosts and origins, every answer gets its {@code SecurityHeaders}
 * (vertx-web's CSPHandler comes after the router has refused already, and sets one of them), and a
 * path that is not written plainly is unknown. The endpoint says once who asks: the {@code Caller}
 * goes with every request and every WebSocket. WebSockets are handed over at {@code /ws/v1}; what
 * is spoken there is not known here.
 *
 * <p>{@code Whence} says where a request comes from when a trusted proxy brought it, {@code
 * Listening} how servers listen, and {@code web.tls} who the server is: names and certificate. The
 * page {@code /ca} is all that is answered without either, also by the {@code RedirectServer}.
 *
 * <p>Behind it each resource of {@code web.api} has a router of its own. {@code StaticFiles} comes
 * after them: vertx-web's StaticHandler reads the class path by way of a cache directory on disk,
 * tags files by time instead of content, and knows no versions of WebJars. Start reading at {@code
 * HttpEndpoint}.
 */
@NullMarked
package dev.ferrule.gateway.web;

import org.jspecify.annotations.NullMarked;
