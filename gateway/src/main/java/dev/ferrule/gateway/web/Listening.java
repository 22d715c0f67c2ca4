package dev.ferrule.gateway.web;

import dev.ferrule.gateway.web.tls.EarlyTls;
import dev.ferrule.gateway.web.tls.ServerIdentity;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** How servers listen: limits of what is read, and TLS. Stateless. */
final class Listening {

  /** Send buffer of a socket, bytes: what a client that does not read may hold in the kernel. */
  private static final int SEND_BUFFER = 64 * 1024;

  private static final int MAX_HEADERS = 8 * 1024;

  /** Most bytes that are read of a connection at once: what its frames may cost until it rests. */
  private static final int RECEIVE_BUFFER = 8 * 1024;

  private static final Set<String> PROTOCOLS = new LinkedHashSet<>(List.of("TLSv1.3", "TLSv1.2"));

  /** Forward secrecy and authenticated encryption; in this order. */
  private static final List<String> SUITES =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  private Listening() {}

  /** HTTP/1.1 without encryption. */
  static HttpServerOptions plain() {
    return new HttpServerOptions()
        .setHttp2ClearTextEnabled(false)
        .setMaxHeaderSize(MAX_HEADERS)
        .setMaxInitialLineLength(MAX_HEADERS)
        .setSendBufferSize(SEND_BUFFER)
        .setReceiveBufferSize(RECEIVE_BUFFER)
        .setHandle100ContinueAutomatically(true);
  }

  /** The same with WebSockets, and encrypted if {@code identity} has a certificate. */
  static HttpServerOptions with(WebSockets sockets, ServerIdentity identity, EarlyTls engine) {
    HttpServerOptions options =
        plain()
            .setWebSocketSubProtocols(sockets.subprotocols())
            .setMaxWebSocketFrameSize(sockets.maxMessage())
            .setMaxWebSocketMessageSize(sockets.maxMessage())
            .setPerMessageWebSocketCompressionSupported(false)
            .setPerFrameWebSocketCompressionSupported(false)
            .setWebSocketClosingTimeout(1);
    identity
        .certificate()
        .ifPresent(
            certificate -> {
              options
                  .setSsl(true)
                  .setUseAlpn(true)
                  .setAlpnVersions(List.of(HttpVersion.HTTP_1_1))
                  .setSslEngineOptions(engine)
                  .setKeyCertOptions(keyAndCertificate(certificate))
                  .setEnabledSecureTransportProtocols(PROTOCOLS)
                  .setSslHandshakeTimeout(Connections.HANDSHAKE.toSeconds())
                  .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
              SUITES.forEach(options::addEnabledCipherSuite);
            });
    return options;
  }

  /** What new connections use from now on. */
  static ServerSSLOptions tls(ServerIdentity.Certificate certificate) {
    ServerSSLOptions options = new ServerSSLOptions();
    options
        .setUseAlpn(true)
        .setApplicationLayerProtocols(List.of("http/1.1"))
        .setKeyCertOptions(keyAndCertificate(certificate))
        .setEnabledSecureTransportProtocols(PROTOCOLS);
    SUITES.forEach(options::addEnabledCipherSuite);
    return options;
  }

  private static PemKeyCertOptions keyAndCertificate(ServerIdentity.Certificate certificate) {
    return new PemKeyCertOptions()
        .addKeyValue(Buffer.buffer(certificate.key()))
        .addCertValue(Buffer.buffer(certificate.chain()));
  }
}
