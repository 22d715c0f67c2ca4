package dev.ferrule.gateway.web;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where and how the HTTP server listens.
 *
 * @param host {@code localhost} or a loopback address; nothing else, as long as there is no login
 * @param port 0 to 65535; 0 lets the system choose
 * @param loops event loops that serve clients, 1 to 64
 * @param publicUrls further addresses under which browsers reach this server (a forwarded port,
 *     say), as in {@code http://localhost:9000}
 * @param login whether one must say who one is; false only on loopback
 */
public record HttpSettings(
    String host, int port, int loops, List<String> publicUrls, boolean login) {

  /** What holds when the configuration says nothing. */
  public static final HttpSettings DEFAULT = new HttpSettings("127.0.0.1", 8080, 1, List.of());

  /** A server of this machine alone, which asks nobody who they are. */
  public HttpSettings(String host, int port, int loops, List<String> publicUrls) {
    this(host, port, loops, publicUrls, false);
  }

  public HttpSettings {
    publicUrls = List.copyOf(publicUrls);
    if (!isLoopback(host)) {
      throw new IllegalArgumentException(
          "host "
              + host
              + " is reachable by others, and there is no login yet to keep them out: use"
              + " 127.0.0.1, and reach it from elsewhere with ssh -L 8080:127.0.0.1:8080");
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

  /** The same on another port. */
  public HttpSettings withPort(int other) {
    return new HttpSettings(host, other, loops, publicUrls, login);
  }

  /** The same on so many loops. */
  public HttpSettings withLoops(int other) {
    return new HttpSettings(host, port, other, publicUrls, login);
  }

  /**
   * Whether only this machine reaches a host. No name but localhost is looked up: who answers for
   * it might change.
   */
  public static boolean isLoopback(String host) {
    if (host.equals("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
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
