package dev.ferrule.gateway.web;

import dev.ferrule.gateway.web.tls.ServerNames;
import dev.ferrule.gateway.web.tls.TlsMode;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Addresses of a server as people click them; stateless. */
public final class Addresses {

  private Addresses() {}

  /**
   * Those of the dashboard, the one to try first at the front.
   *
   * @param names what the server answers to
   */
  public static List<String> dashboard(HttpSettings http, ServerNames names, int port) {
    String scheme = http.transport().tls().isOn() ? "https" : "http";
    String path = http.transport().basePath() + "/";
    return hosts(http.host(), names)
        .map(host -> scheme + "://" + host + ":" + port + path)
        .toList();
  }

  /** Where this machine itself finds the server; with a name that is in its certificate. */
  public static String here(HttpSettings http) {
    boolean isEncrypted = http.transport().tls().isOn();
    String rest = ":" + http.port() + http.transport().basePath() + "/";
    if (http.transport().tls() instanceof TlsMode.Files) {
      return http.publicUrls().stream()
          .filter(url -> url.startsWith("https:"))
          .findFirst()
          .map(url -> url + http.transport().basePath() + "/")
          .orElse("https://localhost" + rest);
    }
    boolean isAnywhere =
        !http.host().equals("localhost") && InetAddress.ofLiteral(http.host()).isAnyLocalAddress();
    String host = isAnywhere ? "localhost" : literal(http.host());
    return (isEncrypted ? "https://" : "http://") + host + rest;
  }

  /** By name first; but some phones do not know names that end with {@code .local}. */
  private static Stream<String> hosts(String host, ServerNames names) {
    if (HttpSettings.isLoopback(host)) {
      return Stream.of(literal(host));
    }
    if (!InetAddress.ofLiteral(host).isAnyLocalAddress()) {
      return Stream.concat(local(names), Stream.of(literal(host)));
    }
    return Stream.concat(
        local(names),
        names.addresses().stream()
            .filter(address -> !HttpSettings.isLoopback(address))
            .sorted(Comparator.comparing(address -> address.contains(":")))
            .map(Addresses::literal));
  }

  private static Stream<String> local(ServerNames names) {
    return names.names().stream().filter(name -> name.endsWith(".local"));
  }

  private static String literal(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }
}
