package dev.ferrule.gateway.web.access;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * The cookie that a browser keeps of a session: out of reach of scripts, never sent along by other
 * sites, over TLS only where it came over TLS, and of this server alone: browsers tell no ports
 * apart, so its name does. Stateless.
 *
 * <p>{@code secure} is whether the browser came over TLS, to this server or to a proxy before it.
 */
public final class LoginCookie {

  private static final Duration LIFE = Duration.ofDays(30);

  private LoginCookie() {}

  /** The secret of the session, if the request has one. */
  public static Optional<String> read(HttpServerRequest request, boolean secure) {
    return Optional.ofNullable(request.getCookie(name(request, secure))).map(Cookie::getValue);
  }

  /** Lets the browser keep a secret. */
  static void give(HttpServerRequest request, boolean secure, String secret) {
    request.response().addCookie(cookie(request, secure, secret).setMaxAge(LIFE.toSeconds()));
  }

  /** Lets the browser forget it. */
  static void take(HttpServerRequest request, boolean secure) {
    request.response().addCookie(cookie(request, secure, "").setMaxAge(0));
  }

  private static Cookie cookie(HttpServerRequest request, boolean secure, String value) {
    return Cookie.cookie(name(request, secure), value)
        .setHttpOnly(true)
        .setSameSite(CookieSameSite.STRICT)
        .setSecure(secure)
        .setPath("/");
  }

  private static String name(HttpServerRequest request, boolean secure) {
    String plain = "ferrule-" + request.localAddress().port();
    return secure ? "__Host-" + plain : plain;
  }
}
