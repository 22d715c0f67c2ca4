package dev.ferrule.gateway.web.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys as text (RFC 7468), read and written by the JDK alone; stateless. */
final class Pem {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

  private static final List<String> KEY_KINDS = List.of("EC", "RSA", "EdDSA");

  private Pem() {}

  /** Certificates as text. */
  static String text(List<X509Certificate> certificates) {
    StringBuilder text = new StringBuilder();
    for (X509Certificate certificate : certificates) {
      text.append(block("CERTIFICATE", der(certificate)));
    }
    return text.toString();
  }

  /** A key as text, not encrypted. */
  static String text(PrivateKey key) {
    return block("PRIVATE KEY", key.getEncoded());
  }

  private static String block(String label, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }

  /** The certificates of a text, in its order; at least one. */
  static List<X509Certificate> certificates(String text) throws GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> found = new ArrayList<>();
    for (Matcher block = BLOCK.matcher(text); block.find(); ) {
      if (block.group(1).equals("CERTIFICATE")) {
        Certificate one = factory.generateCertificate(new ByteArrayInputStream(bytes(block)));
        found.add((X509Certificate) one);
      }
    }
    if (found.isEmpty()) {
      throw new GeneralSecurityException("there is no certificate in it (PEM)");
    }
    return found;
  }

  /** The key of a text. */
  static PrivateKey key(String text) throws GeneralSecurityException {
    for (Matcher block = BLOCK.matcher(text); block.find(); ) {
      switch (block.group(1)) {
        case "PRIVATE KEY" -> {
          return key(bytes(block));
        }
        case "EC PRIVATE KEY", "RSA PRIVATE KEY" ->
            throw new GeneralSecurityException(
                "its key is of an old form; make it new: openssl pkcs8 -topk8 -nocrypt -in OLD");
        case "ENCRYPTED PRIVATE KEY" ->
            throw new GeneralSecurityException(
                "its key has a password; take that off: openssl pkcs8 -topk8 -nocrypt -in OLD");
        default -> {}
      }
    }
    throw new GeneralSecurityException("there is no private key in it (PEM)");
  }

  private static PrivateKey key(byte[] der) throws GeneralSecurityException {
    for (String kind : KEY_KINDS) {
      try {
        return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (InvalidKeySpecException e) {
        // Of another kind, perhaps.
      }
    }
    throw new GeneralSecurityException("its key is none of " + String.join(", ", KEY_KINDS));
  }

  private static byte[] bytes(Matcher block) throws GeneralSecurityException {
    try {
      return Base64.getMimeDecoder().decode(block.group(2).getBytes(StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("it is not whole (PEM)", e);
    }
  }

  /** SHA-256 of a certificate as browsers show it: {@code AB:CD:…}. */
  static String fingerprint(X509Certificate certificate) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(der(certificate));
      return HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read can be written", e);
    }
  }
}
