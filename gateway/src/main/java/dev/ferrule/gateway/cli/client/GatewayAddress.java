package dev.ferrule.gateway.cli.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a gateway is, as it stands in a browser.
 *
 * @param base {@code http} or {@code https}, host, port and perhaps a path, which ends with a slash
 * @param authority PEM file of the authority that signs for it, if it is named
 * @param token what is shown to a gateway that wants to know who asks, if anything is
 */
public record GatewayAddress(URI base, Optional<Path> authority, Optional<String> token) {

  /** A gateway on this machine, on the usual port. */
  public static final GatewayAddress LOCAL = parse("http://127.0.0.1:8080");

  /**
   * Reads an address; {@code host:port} alone is taken as http.
   *
   * @throws IllegalArgumentException when it is none, with the reason
   */
  public static GatewayAddress parse(String text) {
    String full = text.contains("://") ? text : "http://" + text;
    try {
      URI uri = new URI(full);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (!scheme.equals("http") && !scheme.equals("https")) {
        throw new IllegalArgumentException(
            "begins with http:// or https://, not " + scheme + "://");
      }
      if (uri.getHost() == null) {
        throw new IllegalArgumentException("names no host");
      }
      if (uri.getUserInfo() != null) {
        throw new IllegalArgumentException("must not carry a name or a password");
      }
      String path = uri.getRawPath().endsWith("/") ? uri.getRawPath() : uri.getRawPath() + "/";
      return new GatewayAddress(
          new URI(scheme + "://" + uri.getRawAuthority() + path),
          Optional.empty(),
          Optional.empty());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e.getReason(), e);
    }
  }

  /** The same, believing who is signed for by the authority in a file. */
  public GatewayAddress believing(Path file) {
    return new GatewayAddress(base, Optional.of(file), token);
  }

  /** The same, showing a token. */
  public GatewayAddress showing(String secret) {
    return new GatewayAddress(base, authority, Optional.of(secret));
  }

  /** The header that shows the token. */
  Optional<String> authorization() {
    return token.map(secret -> "Bearer " + secret);
  }

  /** What helps when the gateway wants to know who asks. */
  String whoAsks() {
    return token.isEmpty()
        ? this + " wants to know who asks: show it a token, --token-file or FERRULE_TOKEN"
        : this + " does not take this token for this; see ferrule token list there";
  }

  /**
   * A client for it.
   *
   * @param patience until it is connected
   * @throws dev.ferrule.protocol.program.UnusableFile when the authority cannot be read
   */
  public HttpClient client(Duration patience) {
    HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(patience);
    if (base.getScheme().equals("https")) {
      builder.sslContext(Trust.context(authority));
    }
    return builder.build();
  }

  /** Where its stream is. */
  URI stream() {
    String web = base.toString();
    return URI.create("ws" + web.substring("http".length()) + "ws/v1");
  }

  @Override
  public String toString() {
    return base.toString();
  }
}
