package dev.ferrule.gateway.web;

import dev.ferrule.gateway.json.Problem;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses requests that a page of somebody else's may have made: by the names that this server
 * answers to (Host), and by the pages that may speak to it (Origin). Comparing one with the other
 * would not do: with a rebound name both are the attacker's.
 *
 * <p>Immutable; any thread.
 */
final class HostAndOrigin {

  private final Set<String> hosts = new HashSet<>();
  private final Set<String> origins = new HashSet<>();

  /** What a server that listens on {@code port} answers to. */
  HostAndOrigin(int port, List<String> publicUrls) {
    for (String name : List.of("localhost", "127.0.0.1", "[::1]")) {
      allow("http://" + name + ":" + port);
      if (port == 80) {
        allow("http://" + name);
      }
    }
    publicUrls.forEach(this::allow);
  }

  private void allow(String origin) {
    origins.add(origin);
    hosts.add(origin.substring(origin.indexOf("://") + 3));
  }

  /** Why the request is refused, if it is. */
  Optional<Problem> refuse(HttpServerRequest request) {
    MultiMap headers = request.headers();
    List<String> host = headers.getAll(HttpHeaders.HOST);
    if (host.size() != 1 || !hosts.contains(host.getFirst())) {
      return Optional.of(
          Problem.of(
              421,
              "unknown-host",
              "Unknown host",
              "This server does not answer to " + (host.isEmpty() ? "no name" : quoted(host)) + ".",
              "Call it localhost or 127.0.0.1, or add the address to http.public_urls."));
    }
    List<String> origin = headers.getAll(HttpHeaders.ORIGIN);
    if (origin.size() > 1 || (!origin.isEmpty() && !origins.contains(origin.getFirst()))) {
      return Optional.of(
          Problem.of(
              403,
              "foreign-origin",
              "Foreign origin",
              "Pages of " + quoted(origin) + " may not speak to this server.",
              "Open the dashboard from this server, or add the address to http.public_urls."));
    }
    return Optional.empty();
  }

  private static String quoted(List<String> values) {
    String value = values.getFirst();
    return "\"" + (value.length() <= 100 ? value : value.substring(0, 97) + "...") + "\"";
  }
}
