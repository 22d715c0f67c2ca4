/**
 * HTTP: the dashboard's files, the REST interface, health, and the door that every request comes
 * through.
 *
 * <p>Each event loop has one {@link dev.ferrule.gateway.web.HttpEndpoint}; all share the port and
 * everything below one runs on its loop. {@code HostAndOrigin} refuses foreign hosts and origins
 * before anything else is looked at, and the endpoint says once who asks: the {@code Caller} goes
 * with every exchange and every WebSocket. {@code Routes} is the whole table of addresses, which
 * the OpenAPI text repeats and a test compares. Static files come from the class path and from
 * nowhere else. WebSockets are handed over at {@code /ws/v1}; what is spoken there is not known
 * here. Start reading at {@code HttpEndpoint}.
 */
@NullMarked
package dev.ferrule.gateway.web;

import org.jspecify.annotations.NullMarked;
