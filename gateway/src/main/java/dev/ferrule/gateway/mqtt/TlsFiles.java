package dev.ferrule.gateway.mqtt;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttClientSslConfigBuilder;
import dev.ferrule.gateway.mqtt.BrokerSettings.Identity;
import dev.ferrule.gateway.mqtt.BrokerSettings.Tls;
import dev.ferrule.protocol.program.FileTrouble;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Certificates, keys and passwords out of files; stateless, blocks. */
final class TlsFiles {

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]*)-----END PRIVATE KEY-----");

  private static final List<String> KEY_KINDS = List.of("EC", "RSA", "EdDSA");
  private static final long HANDSHAKE_S = 10;
  private static final int LONGEST_PASSWORD = 4096;

  private TlsFiles() {}

  /** A file that cannot be used: which, why, and what helps; never what stands in it. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1;

    private Unusable(Path file, String why) {
      super(file + ": " + why);
    }
  }

  /** How the client encrypts; certificate and name of the broker are verified by the JDK. */
  static MqttClientSslConfig config(Tls tls) throws Unusable {
    MqttClientSslConfigBuilder config =
        MqttClientSslConfig.builder()
            .protocols(List.of("TLSv1.3", "TLSv1.2"))
            .handshakeTimeout(HANDSHAKE_S, TimeUnit.SECONDS);
    if (tls.authority().isPresent()) {
      config = config.trustManagerFactory(trust(tls.authority().get()));
    }
    if (tls.identity().isPresent()) {
      config = config.keyManagerFactory(identity(tls.identity().get()));
    }
    return config.build();
  }

  private static TrustManagerFactory trust(Path file) throws Unusable {
    try {
      KeyStore store = emptyStore();
      int number = 0;
      for (Certificate one : certificates(file)) {
        store.setCertificateEntry("authority " + number++, one);
      }
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory;
    } catch (GeneralSecurityException | IOException e) {
      throw new Unusable(file, why(e));
    }
  }

  private static KeyManagerFactory identity(Identity identity) throws Unusable {
    PrivateKey key = key(identity.key());
    try {
      Certificate[] chain = certificates(identity.certificate()).toArray(Certificate[]::new);
      KeyStore store = emptyStore();
      store.setKeyEntry("client", key, new char[0], chain);
      var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, new char[0]);
      return factory;
    } catch (GeneralSecurityException | IOException e) {
      throw new Unusable(identity.certificate(), why(e));
    }
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws GeneralSecurityException, Unusable {
    Collection<? extends Certificate> found =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(read(file)));
    if (found.isEmpty()) {
      throw new Unusable(file, "there is no certificate in it (PEM)");
    }
    return found;
  }

  private static PrivateKey key(Path file) throws Unusable {
    Matcher block = KEY.matcher(new String(read(file), StandardCharsets.US_ASCII));
    if (!block.find()) {
      throw new Unusable(
          file,
          "there is no key in it that can be used; make one: openssl pkcs8 -topk8 -nocrypt -in OLD");
    }
    byte[] der;
    try {
      der = Base64.getMimeDecoder().decode(block.group(1));
    } catch (IllegalArgumentException e) {
      throw new Unusable(file, "it is not whole (PEM)");
    }
    for (String kind : KEY_KINDS) {
      @Nullable PrivateKey key = key(kind, der);
      if (key != null) {
        return key;
      }
    }
    throw new Unusable(file, "its key is none of " + String.join(", ", KEY_KINDS));
  }

  private static @Nullable PrivateKey key(String kind, byte[] der) {
    try {
      return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (InvalidKeySpecException e) {
      return null; // of another kind, perhaps
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + kind, e);
    }
  }

  /** The first line of a file: a line end that an editor left is no part of a password. */
  static byte[] password(Path file) throws Unusable {
    String text = new String(read(file), StandardCharsets.UTF_8);
    if (text.length() > LONGEST_PASSWORD) {
      throw new Unusable(file, "it is too long for a password");
    }
    return text.lines().findFirst().orElse("").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] read(Path file) throws Unusable {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new Unusable(file, FileTrouble.reading(e));
    }
  }

  private static String why(Exception e) {
    return "it cannot be used: " + e.getMessage();
  }
}
