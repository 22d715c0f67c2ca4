package dev.ferrule.gateway.web.tls;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes certificates (RFC 5280), P-256 throughout; keys and signatures are the JDK's. Stateless.
 */
final class CertificateMaker {

  private static final SecureRandom RANDOM = new SecureRandom();

  /** RFC 5280, 4.1.2.2: positive, at most 20 octets. */
  private static final int SERIAL_BITS = 128;

  private CertificateMaker() {}

  /**
   * Makes an authority of its own.
   *
   * @param name how people find it in a list of many
   * @param domains names that it may sign, each with all below it
   * @param networks addresses that it may sign, as {@code 10.0.0.0/8}
   */
  static Credential authority(
      String name, List<String> domains, List<String> networks, Instant from, Instant until) {
    try {
      KeyPair keys = keys();
      X500Name self = subject(name);
      var builder = builder(self, from, until, self, keys.getPublic());
      var extensions = new JcaX509ExtensionUtils();
      builder
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
          .addExtension(
              Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
          .addExtension(Extension.nameConstraints, true, constraints(domains, networks))
          .addExtension(
              Extension.subjectKeyIdentifier,
              false,
              extensions.createSubjectKeyIdentifier(keys.getPublic()));
      return new Credential(keys.getPrivate(), List.of(sign(builder, keys.getPrivate())));
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("an authority cannot be made", e);
    }
  }

  /** Makes a leaf that {@code authority} signs. */
  static Credential leaf(Credential authority, ServerNames names, Instant from, Instant until) {
    try {
      KeyPair keys = keys();
      X509Certificate issuer = authority.leaf();
      X500Name issued = X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded());
      X500Name subject = subject("Ferrule gateway");
      var builder = builder(issued, from, until, subject, keys.getPublic());
      var extensions = new JcaX509ExtensionUtils();
      builder
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
          .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
          .addExtension(
              Extension.extendedKeyUsage,
              false,
              new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
          .addExtension(Extension.subjectAlternativeName, false, alternatives(names))
          .addExtension(
              Extension.subjectKeyIdentifier,
              false,
              extensions.createSubjectKeyIdentifier(keys.getPublic()))
          .addExtension(
              Extension.authorityKeyIdentifier,
              false,
              extensions.createAuthorityKeyIdentifier(issuer.getPublicKey()));
      return new Credential(keys.getPrivate(), List.of(sign(builder, authority.key()), issuer));
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("a certificate cannot be made", e);
    }
  }

  private static KeyPair keys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
    return generator.generateKeyPair();
  }

  private static X500Name subject(String name) {
    return new X500NameBuilder(BCStyle.INSTANCE)
        .addRDN(BCStyle.O, "Ferrule")
        .addRDN(BCStyle.CN, name.length() <= 64 ? name : name.substring(0, 64))
        .build();
  }

  private static X509v3CertificateBuilder builder(
      X500Name issuer, Instant from, Instant until, X500Name subject, PublicKey key) {
    BigInteger serial = new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS - 1);
    return new JcaX509v3CertificateBuilder(
        issuer, serial, Date.from(from), Date.from(until), subject, key);
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
  }

  private static NameConstraints constraints(List<String> domains, List<String> networks) {
    List<GeneralSubtree> permitted = new ArrayList<>();
    for (String domain : domains) {
      permitted.add(new GeneralSubtree(new GeneralName(GeneralName.dNSName, domain)));
    }
    for (String network : networks) {
      permitted.add(new GeneralSubtree(new GeneralName(GeneralName.iPAddress, network)));
    }
    return new NameConstraints(permitted.toArray(GeneralSubtree[]::new), null);
  }

  private static GeneralNames alternatives(ServerNames names) {
    List<GeneralName> all = new ArrayList<>();
    for (String name : names.names()) {
      all.add(new GeneralName(GeneralName.dNSName, name));
    }
    for (String address : names.addresses()) {
      byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
      all.add(new GeneralName(GeneralName.iPAddress, new DEROctetString(bytes)));
    }
    return new GeneralNames(all.toArray(GeneralName[]::new));
  }
}
