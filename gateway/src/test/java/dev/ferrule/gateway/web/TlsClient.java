package dev.ferrule.gateway.web;

import dev.ferrule.gateway.stream.RawHttp;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A client that trusts one authority and checks names as browsers do. */
public final class TlsClient {

  private final SSLContext context;

  /** One that trusts the authority of this PEM text. */
  public TlsClient(String authority) throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    byte[] pem = authority.getBytes(StandardCharsets.US_ASCII);
    trusted.setCertificateEntry(
        "ca",
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem)));
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
  }

  /** The JDK's client. */
  public HttpClient http() {
    return HttpClient.newBuilder().sslContext(context).build();
  }

  /** A connection whose handshake is done; its server is called {@code name}. */
  SSLSocket connect(int port, String name, String... protocols) throws IOException {
    Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, name, port, true);
    socket.setSoTimeout(60_000);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    if (protocols.length > 0) {
      parameters.setProtocols(protocols);
    }
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /** The certificate that the server shows. */
  X509Certificate certificate(int port) throws IOException {
    try (SSLSocket socket = connect(port, "localhost")) {
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  /** Asks with headers of any kind; reads the answer to its end. */
  RawHttp.Answer get(int port, String path, String... headers) throws IOException {
    try (SSLSocket socket = connect(port, "localhost")) {
      String head = "GET " + path + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n";
      String request = head + "Connection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return RawHttp.parse(socket.getInputStream());
    }
  }
}
