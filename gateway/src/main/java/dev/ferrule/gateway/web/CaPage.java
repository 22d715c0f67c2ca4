package dev.ferrule.gateway.web;

import dev.ferrule.gateway.web.api.Answers;
import dev.ferrule.gateway.web.tls.ServerIdentity.Authority;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a device comes to trust this gateway: the page {@code /ca}, which needs no login and no
 * JavaScript, and the certificate of its authority. Without an authority there is none of it.
 *
 * <p>Owner: one event loop.
 */
final class CaPage {

  private static final String PAGE = "/ca";
  private static final String CERTIFICATE = "/ca.crt";
  private static final String STYLE = "/ca.css";

  /** Shows that the device trusts the authority: over https only such a device gets to see it. */
  private static final String PROOF = "/ca-trusted.svg";

  private static final Set<String> ALL = Set.of(PAGE, CERTIFICATE, STYLE, PROOF);

  private final String base;
  private final Supplier<Optional<Authority>> authority;
  private final String page = read("ca.html");
  private final Buffer style = Buffer.buffer(read("ca.css"));
  private final Buffer proof = Buffer.buffer(read("ca-trusted.svg"));

  CaPage(String base, Supplier<Optional<Authority>> authority) {
    this.base = base;
    this.authority = authority;
  }

  private static String read(String name) {
    try (@Nullable InputStream in = CaPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name + " from the jar", e);
    }
  }

  /**
   * Answers a request for one of its addresses; false when it is for another.
   *
   * @param secure origin of this server over https, a name that it answers to
   */
  boolean answers(HttpServerRequest request, String secure) {
    @Nullable String path = request.path();
    if (path == null || !path.startsWith(base) || !ALL.contains(path.substring(base.length()))) {
      return false;
    }
    Optional<Authority> own = authority.get();
    if (own.isEmpty()) {
      Answers.notFound(request);
    } else if (!Set.of("GET", "HEAD").contains(request.method().name())) {
      Answers.methodNotAllowed(request, "GET, HEAD");
    } else {
      answer(request, path.substring(base.length()), own.get(), secure);
    }
    return true;
  }

  private void answer(HttpServerRequest request, String path, Authority own, String secure) {
    var response = request.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    switch (path) {
      case PAGE -> {
        response
            .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
            .putHeader(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; img-src 'self' data: "
                    + secure
                    + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        Answers.end(request, 200, Buffer.buffer(filled(own, secure)));
      }
      case CERTIFICATE -> {
        response
            .putHeader(HttpHeaders.CONTENT_TYPE, "application/x-x509-ca-cert")
            .putHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"ferrule-ca.crt\"");
        Answers.end(request, 200, Buffer.buffer(own.certificate()));
      }
      case STYLE -> {
        response.putHeader(HttpHeaders.CONTENT_TYPE, "text/css; charset=utf-8");
        Answers.end(request, 200, style);
      }
      default -> {
        // The page may have come over plain HTTP, from another origin.
        response
            .putHeader(HttpHeaders.CONTENT_TYPE, "image/svg+xml; charset=utf-8")
            .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
            .putHeader("Cross-Origin-Resource-Policy", "cross-origin");
        Answers.end(request, 200, proof);
      }
    }
  }

  /** None of what is put in needs escaping: hexadecimal digits, a date, a name of this server. */
  private String filled(Authority own, String secure) {
    return page.replace("{fingerprint}", own.fingerprint())
        .replace("{until}", own.until().toString().substring(0, 10))
        .replace("{secure}", secure + base);
  }
}
