package dev.ferrule.gateway.web.tls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * A private key with its certificates.
 *
 * @param key of the first certificate
 * @param chain the leaf, then what leads to its root; at least one
 */
record Credential(PrivateKey key, List<X509Certificate> chain) {

  private static final int DNS_NAME = 2;
  private static final int ADDRESS = 7;

  Credential {
    chain = List.copyOf(chain);
  }

  /** Reads a credential; refuses a key that is not that of the first certificate. */
  static Credential of(String keyText, String certificates) throws GeneralSecurityException {
    Credential read = new Credential(Pem.key(keyText), Pem.certificates(certificates));
    if (!read.isPair()) {
      throw new GeneralSecurityException("the key does not belong to the certificate");
    }
    return read;
  }

  /** The first certificate. */
  X509Certificate leaf() {
    return chain.getFirst();
  }

  private boolean isPair() throws GeneralSecurityException {
    byte[] probe = "a probe".getBytes(StandardCharsets.US_ASCII);
    String algorithm =
        switch (key.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> "EdDSA";
        };
    if (!key.getAlgorithm().equals(leaf().getPublicKey().getAlgorithm())) {
      return false;
    }
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(probe);
    byte[] signed = signature.sign();
    signature.initVerify(leaf().getPublicKey());
    signature.update(probe);
    return signature.verify(signed);
  }

  /** Whether the leaf is valid at a moment. */
  boolean isValidAt(Instant moment) {
    return !moment.isBefore(leaf().getNotBefore().toInstant())
        && moment.isBefore(leaf().getNotAfter().toInstant());
  }

  /** What the leaf is for; empty when it cannot be told. */
  ServerNames names() {
    TreeSet<String> names = new TreeSet<>();
    TreeSet<String> addresses = new TreeSet<>();
    try {
      Collection<List<?>> all = leaf().getSubjectAlternativeNames();
      for (List<?> one : all == null ? List.<List<?>>of() : all) {
        String text = String.valueOf(one.get(1));
        if (one.getFirst().equals(DNS_NAME)) {
          names.add(text);
        } else if (one.getFirst().equals(ADDRESS)) {
          addresses.add(text);
        }
      }
    } catch (CertificateParsingException e) {
      return new ServerNames(new TreeSet<>(), new TreeSet<>());
    }
    return new ServerNames(new TreeSet<>(), new TreeSet<>())
        .and(List.copyOf(names))
        .and(List.copyOf(addresses));
  }

  /** All of it as text: the key, then the certificates. */
  String text() {
    return Pem.text(key) + Pem.text(chain);
  }

  @Override
  public String toString() {
    return "a key and " + chain.size() + " certificates"; // never the key
  }
}
