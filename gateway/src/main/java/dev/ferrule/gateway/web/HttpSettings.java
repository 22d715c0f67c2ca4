package dev.ferrule.gateway.web;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where and how the HTTP server listens.
 *
 * @param host {@code localhost} or a literal address; one that others reach only with login, and
 *     with TLS, behind proxies, or with plain HTTP accepted
 * @param port 0 to 65535; 0 lets the system choose
 * @param loops event loops that serve clients, 1 to 64
 * @param publicUrls further addresses under which browsers reach this server (a forwarded port,
 *     say), as in {@code http://localhost:9000}
 * @param login whether one must say who one is; false only on loopback
 * @param transport encryption and proxies
 */
public record HttpSettings(
    String host, int port, int loops, List<String> publicUrls, boolean login, Transport transport) {

  /** What holds when the configuration says nothing. */
  public static final HttpSettings DEFAULT = new HttpSettings("127.0.0.1", 8080, 1, List.of());

  /** A server of this machine alone, which asks nobody who they are. */
  public HttpSettings(String host, int port, int loops, List<String> publicUrls) {
    this(host, port, loops, publicUrls, false, Transport.DIRECT);
  }

  public HttpSettings {
    publicUrls = List.copyOf(publicUrls);
    if (!isLoopback(host)) {
      refuseUnlessSafe(host, login, transport);
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
    }
    if (loops < 1 || loops > 64) {
      throw new IllegalArgumentException("loops must be 1 to 64, not " + loops);
    }
    for (String url : publicUrls) {
      if (!isOrigin(url)) {
        throw new IllegalArgumentException(
            "public URL " + url + " must be like http://localhost:9000, without a path");
      }
    }
  }

  private static void refuseUnlessSafe(String host, boolean login, Transport transport) {
    if (!isLiteral(host)) {
      throw new IllegalArgumentException(
          "host " + host + " must be an address: 0.0.0.0 for all of this machine, or 127.0.0.1");
    }
    if (!login) {
      throw new IllegalArgumentException(
          "host " + host + " is reachable by others: set login: required, or host: 127.0.0.1");
    }
    if (!transport.tls().isOn()
        && transport.trustedProxies().isEmpty()
        && !transport.acceptsPlainHttp()) {
      throw new IllegalArgumentException(
          "host "
              + host
              + " is reachable by others, and passwords would be readable on the way: set tls: auto;"
              + " behind a proxy that encrypts, name it in trusted_proxies");
    }
  }

  private static boolean isLiteral(String host) {
    try {
      return InetAddress.ofLiteral(host) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** How what is sent is kept from others on the way. */
  public Encryption encryption() {
    if (transport.tls().isOn()) {
      return Encryption.TLS;
    }
    if (isLoopback(host)) {
      return Encryption.LOOPBACK;
    }
    return transport.acceptsPlainHttp() ? Encryption.NONE : Encryption.PROXY;
  }

  /** What keeps others from reading along. */
  public enum Encryption {
    /** This server encrypts. */
    TLS,
    /** Proxies in front encrypt, and nobody else is answered. */
    PROXY,
    /** Nobody else reaches it. */
    LOOPBACK,
    /** Nothing: that was accepted. */
    NONE;

    /** As {@code /health/ready} says it. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The same on another port. */
  public HttpSettings withPort(int other) {
    return new HttpSettings(host, other, loops, publicUrls, login, transport);
  }

  /** The same on so many loops. */
  public HttpSettings withLoops(int other) {
    return new HttpSettings(host, port, other, publicUrls, login, transport);
  }

  /** Further names under which others come, without scheme and port. */
  public List<String> publicHosts() {
    return publicUrls.stream().map(url -> URI.create(url).getHost()).toList();
  }

  /**
   * Whether only this machine reaches a host. No name but localhost is looked up: who answers for
   * it might change.
   */
  public static boolean isLoopback(String host) {
    if (host.equals("localhost")) {
      return true;
    }
    return isLiteral(host) && InetAddress.ofLiteral(host).isLoopbackAddress();
  }

  private static boolean isOrigin(String url) {
    try {
      URI uri = URI.create(url);
      @Nullable String scheme = uri.getScheme();
      @Nullable String authority = uri.getAuthority();
      return scheme != null
          && authority != null
          && uri.getHost() != null
          && uri.getUserInfo() == null
          && (scheme.equals("http") || scheme.equals("https"))
          && url.equals(scheme + "://" + authority);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
