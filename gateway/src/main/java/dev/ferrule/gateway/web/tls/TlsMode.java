package dev.ferrule.gateway.web.tls;

import java.nio.file.Path;

/** How connections are encrypted. */
public sealed interface TlsMode {

  /** Not at all. */
  record Off() implements TlsMode {}

  /** With a leaf of this gateway's own authority. */
  record Auto() implements TlsMode {}

  /**
   * With a certificate that was got elsewhere.
   *
   * @param certificate PEM: the leaf, then what leads to its root
   * @param key PEM: its private key, PKCS #8, without a password
   */
  record Files(Path certificate, Path key) implements TlsMode {}

  /** Whether connections are encrypted. */
  default boolean isOn() {
    return switch (this) {
      case Off _ -> false;
      case Auto _, Files _ -> true;
    };
  }
}
