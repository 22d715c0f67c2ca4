package dev.ferrule.gateway.web;

import dev.ferrule.gateway.security.AddressRange;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Where a request comes from. What its headers say of that is believed only when a trusted proxy
 * brought it.
 *
 * @param isForwarded whether a trusted proxy brought it
 * @param scheme {@code http} or {@code https}, as the browser sees it
 * @param hosts what the browser calls this server, in lower case; one, if the request is right
 * @param address of the client
 */
record Whence(boolean isForwarded, String scheme, List<String> hosts, String address) {

  private static final String FORWARDED_FOR = "X-Forwarded-For";
  private static final String FORWARDED_HOST = "X-Forwarded-Host";
  private static final String FORWARDED_PROTO = "X-Forwarded-Proto";

  /** Whether the browser came over TLS. */
  boolean isSecure() {
    return scheme.equals("https");
  }

  /** Where {@code request} comes from. */
  static Whence of(HttpServerRequest request, Transport transport) {
    String peer = Connections.address(request.connection());
    String scheme = request.isSSL() ? "https" : "http";
    List<String> hosts = values(request, HttpHeaders.HOST);
    if (!transport.isProxy(peer)) {
      return new Whence(false, scheme, hosts, peer);
    }
    List<String> named = values(request, FORWARDED_HOST);
    List<String> protocol = values(request, FORWARDED_PROTO);
    return new Whence(
        true,
        protocol.equals(List.of("https")) || protocol.equals(List.of("http"))
            ? protocol.getFirst()
            : scheme,
        named.isEmpty() ? hosts : named,
        client(request.headers().getAll(FORWARDED_FOR), peer, transport.trustedProxies()));
  }

  private static List<String> values(HttpServerRequest request, CharSequence header) {
    return request.headers().getAll(header).stream()
        .map(value -> value.strip().toLowerCase(Locale.ROOT))
        .toList();
  }

  /** Whom the nearest trusted proxy names that is no proxy itself; what comes before is hearsay. */
  static String client(List<String> lines, String peer, List<AddressRange> proxies) {
    List<String> way = new ArrayList<>();
    for (String line : lines) {
      Collections.addAll(way, line.split(",", -1));
    }
    String nearest = peer;
    for (String hop : way.reversed()) {
      String literal = hop.strip();
      try {
        nearest = InetAddress.ofLiteral(literal).getHostAddress();
      } catch (IllegalArgumentException e) {
        return nearest;
      }
      String address = nearest;
      if (proxies.stream().noneMatch(range -> range.contains(address))) {
        return nearest;
      }
    }
    return nearest;
  }
}
