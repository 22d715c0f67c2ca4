package dev.ferrule.gateway.web.tls;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who a server is at a moment. Immutable.
 *
 * @param names what it answers to
 * @param certificate what it proves that with, if connections are encrypted
 * @param authority the gateway's own, if that signed the certificate
 */
public record ServerIdentity(
    ServerNames names, Optional<Certificate> certificate, Optional<Authority> authority) {

  /**
   * A certificate in use.
   *
   * @param chain PEM: the leaf, then what leads to its root
   * @param key PEM, secret
   * @param until when it ends
   */
  public record Certificate(String chain, String key, Instant until) {

    static Certificate of(Credential credential) {
      return new Certificate(
          Pem.text(credential.chain()),
          Pem.text(credential.key()),
          credential.leaf().getNotAfter().toInstant());
    }

    @Override
    public String toString() {
      return "a certificate until " + until; // never the key
    }
  }

  /**
   * An authority that this gateway has made.
   *
   * @param certificate PEM; public
   * @param fingerprint SHA-256 as browsers show it
   * @param until when it ends
   */
  public record Authority(String certificate, String fingerprint, Instant until) {

    static Authority of(Credential credential) {
      return new Authority(
          Pem.text(List.of(credential.leaf())),
          Pem.fingerprint(credential.leaf()),
          credential.leaf().getNotAfter().toInstant());
    }
  }
}
