package dev.ferrule.gateway.web;

import dev.ferrule.gateway.security.AddressRange;
import dev.ferrule.gateway.web.tls.TlsMode;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What lies between a browser and the server: encryption, and proxies in front.
 *
 * @param tls how connections are encrypted
 * @param basePath what all addresses begin with, as in {@code /plant}; empty for none
 * @param trustedProxies whose word is taken for where a request comes from
 * @param acceptsPlainHttp whether others may come without encryption
 * @param redirectPort where plain HTTP is answered with the address of https, 1 to 65535, or 0 for
 *     any free one; needs TLS
 */
public record Transport(
    TlsMode tls,
    String basePath,
    List<AddressRange> trustedProxies,
    boolean acceptsPlainHttp,
    OptionalInt redirectPort) {

  private static final Pattern BASE = Pattern.compile("(/[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}){0,8}");

  /** Nothing: a browser on the same machine. */
  static final Transport DIRECT =
      new Transport(new TlsMode.Off(), "", List.of(), false, OptionalInt.empty());

  public Transport {
    trustedProxies = List.copyOf(trustedProxies);
    if (!BASE.matcher(basePath).matches()) {
      throw new IllegalArgumentException("base path " + basePath + " must be like /plant");
    }
    redirectPort.ifPresent(
        port -> {
          if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("redirect port must be 0 to 65535, not " + port);
          }
        });
    if (redirectPort.isPresent() && !tls.isOn()) {
      throw new IllegalArgumentException(
          "a redirect port leads to https, and TLS is off: set tls, or take it out");
    }
  }

  /** Direct, with such encryption. */
  static Transport of(TlsMode tls) {
    return new Transport(tls, "", List.of(), false, OptionalInt.empty());
  }

  /** Whether {@code address} is that of a proxy whose word is taken. */
  boolean isProxy(String address) {
    return trustedProxies.stream().anyMatch(range -> range.contains(address));
  }
}
