package dev.ferrule.gateway.cli.client;

import dev.ferrule.gateway.config.Configuration;
import dev.ferrule.gateway.web.tls.LocalAuthority;
import dev.ferrule.protocol.program.UnusableFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whom clients of https believe: whom the system does, and the authority of a gateway. Stateless.
 */
final class Trust {

  private Trust() {}

  /**
   * A context that believes the authority in {@code named}, or where there is none, that of a
   * gateway on this machine, if this user may read it.
   *
   * @throws UnusableFile when {@code named} is no certificate
   */
  static SSLContext context(Optional<Path> named) {
    Path local = new LocalAuthority(Configuration.usualData()).certificate();
    Optional<Path> file = named.or(() -> Optional.of(local).filter(Files::isReadable));
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int count = 0;
      for (TrustManager manager : managers(null)) {
        if (manager instanceof X509TrustManager usual) {
          for (X509Certificate issuer : usual.getAcceptedIssuers()) {
            trusted.setCertificateEntry("usual-" + count++, issuer);
          }
        }
      }
      if (file.isPresent()) {
        trusted.setCertificateEntry("gateway", read(file.get()));
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers(trusted), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every JDK has TLS and authorities", e);
    }
  }

  private static TrustManager[] managers(@Nullable KeyStore trusted)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    return factory.getTrustManagers();
  }

  private static Certificate read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (IOException e) {
      throw UnusableFile.reading(file, e);
    } catch (GeneralSecurityException e) {
      throw new UnusableFile(file, "it is no certificate; the gateway gives it at /ca.crt");
    }
  }
}
