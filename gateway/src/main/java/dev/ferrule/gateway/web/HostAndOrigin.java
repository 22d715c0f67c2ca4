package dev.ferrule.gateway.web;

import dev.ferrule.gateway.json.Problem;
import dev.ferrule.gateway.web.tls.ServerNames;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
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

  private final int port;

  /** Names and addresses of this machine, as they stand in an address. */
  private final Set<String> names = new HashSet<>();

  private final Set<String> hosts = new HashSet<>();
  private final Set<String> origins = new HashSet<>();

  /**
   * What a server answers to.
   *
   * @param scheme {@code http} or {@code https}
   * @param port that it listens on
   */
  HostAndOrigin(ServerNames own, String scheme, int port, List<String> publicUrls) {
    this.port = port;
    names.addAll(own.names());
    own.addresses()
        .forEach(address -> names.add(address.contains(":") ? "[" + address + "]" : address));
    for (String name : names) {
      allow(scheme + "://" + name + ":" + port);
    }
    publicUrls.forEach(url -> allow(url.toLowerCase(Locale.ROOT)));
  }

  /** With the port and without, where it is the usual one. */
  private void allow(String url) {
    String origin = canonical(url);
    origins.add(origin);
    String host = host(origin);
    hosts.add(host);
    if (!hasPort(host)) {
      hosts.add(host + (origin.startsWith("https:") ? ":443" : ":80"));
    }
  }

  private static String host(String origin) {
    return origin.substring(origin.indexOf("://") + 3);
  }

  private static boolean hasPort(String host) {
    return host.lastIndexOf(':') > host.lastIndexOf(']');
  }

  private static String bare(String host) {
    return hasPort(host) ? host.substring(0, host.lastIndexOf(':')) : host;
  }

  /** As browsers write it: without the port that the scheme implies. */
  private static String canonical(String origin) {
    String implied = origin.startsWith("https:") ? ":443" : ":80";
    return origin.endsWith(implied) && hasPort(host(origin))
        ? origin.substring(0, origin.length() - implied.length())
        : origin;
  }

  /**
   * Where https is for whoever calls this server {@code called}, with whichever port; empty when it
   * does not answer to that.
   */
  Optional<String> secureOrigin(String called) {
    String name = bare(called.toLowerCase(Locale.ROOT));
    if (names.contains(name)) {
      return Optional.of(canonical("https://" + name + ":" + port));
    }
    return origins.stream()
        .filter(origin -> origin.startsWith("https:") && bare(host(origin)).equals(name))
        .findFirst();
  }

  /** Why the request is refused, if it is. */
  Optional<Problem> refuse(HttpServerRequest request, Whence whence) {
    List<String> host = whence.hosts();
    if (host.size() != 1 || !isHost(host.getFirst(), whence)) {
      return Optional.of(
          Problem.of(
              421,
              "unknown-host",
              "Unknown host",
              "This server does not answer to " + (host.isEmpty() ? "no name" : quoted(host)) + ".",
              "Call it by a name or an address of its machine, or add the address to"
                  + " http.public_urls."));
    }
    List<String> origin = request.headers().getAll(HttpHeaders.ORIGIN);
    if (origin.size() > 1
        || (!origin.isEmpty() && !isOrigin(origin.getFirst(), host.getFirst(), whence))) {
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

  /** A proxy on this machine or before it has ports of its own. */
  private boolean isHost(String host, Whence whence) {
    return hosts.contains(host) || (whence.isForwarded() && names.contains(bare(host)));
  }

  private boolean isOrigin(String origin, String host, Whence whence) {
    return origins.contains(origin)
        || (whence.isForwarded() && origin.equals(canonical(whence.scheme() + "://" + host)));
  }

  private static String quoted(List<String> values) {
    String value = values.getFirst();
    return "\"" + (value.length() <= 100 ? value : value.substring(0, 97) + "...") + "\"";
  }
}
