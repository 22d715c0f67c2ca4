package dev.ferrule.gateway.mqtt.bridge;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority whose certificates a test writes as files. */
final class TestAuthority {

  private final Path directory;
  private final String name;
  private final KeyPair keys;

  /** The authority's own certificate. */
  final Path file;

  TestAuthority(Path directory, String name) throws Exception {
    this.directory = directory;
    this.name = name;
    this.keys = keys();
    this.file = write(name + ".crt", "CERTIFICATE", sign(keys, name, "").getEncoded());
  }

  /**
   * Makes NAME.crt and NAME.key.
   *
   * @param address what the certificate is for; empty for a client
   */
  Path certificate(String subject, String address) throws Exception {
    KeyPair own = keys();
    write(subject + ".key", "PRIVATE KEY", own.getPrivate().getEncoded());
    return write(subject + ".crt", "CERTIFICATE", sign(own, subject, address).getEncoded());
  }

  private static KeyPair keys() throws GeneralSecurityException {
    KeyPairGenerator maker = KeyPairGenerator.getInstance("EC");
    maker.initialize(256);
    return maker.generateKeyPair();
  }

  private X509Certificate sign(KeyPair own, String subject, String address)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    Instant now = Instant.now();
    var builder =
        new JcaX509v3CertificateBuilder(
            new X500Name("CN=" + name),
            BigInteger.valueOf(now.toEpochMilli())
                .add(BigInteger.valueOf(subject.hashCode() & 0xFF)),
            Date.from(now.minusSeconds(60)),
            Date.from(now.plusSeconds(3600)),
            new X500Name("CN=" + subject),
            own.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(own == keys));
    if (!address.isEmpty()) {
      int kind = address.matches("[0-9.]+") ? GeneralName.iPAddress : GeneralName.dNSName;
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(kind, address)));
    }
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
  }

  private Path write(String file, String label, byte[] der) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return Files.writeString(
        directory.resolve(file),
        "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n");
  }
}
