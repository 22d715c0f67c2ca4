package dev.ferrule.gateway.web;

import io.vertx.core.http.HttpServerResponse;

/** What every answer tells the browser not to do. Immutable; any thread. */
final class SecurityHeaders {

  private static final String PERMISSIONS =
      "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(),"
          + " magnetometer=(), microphone=(), midi=(), payment=(), usb=(), xr-spatial-tracking=()";

  /** A year: long enough for lists that browsers keep. */
  private static final String HTTPS_ONLY = "max-age=31536000";

  private final String policy;
  private final boolean isHttpsOnly;

  /**
   * The headers of a server.
   *
   * @param isHttpsOnly whether browsers are to refuse anything but trusted https from now on; that
   *     takes away the way past a certificate that is not trusted yet
   * @param scriptHashes hash sources of the inline scripts of index.html (its import map), each
   *     after a space
   */
  SecurityHeaders(boolean isHttpsOnly, String scriptHashes) {
    this.isHttpsOnly = isHttpsOnly;
    this.policy =
        "default-src 'none'; script-src 'self'"
            + scriptHashes
            + "; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self';"
            + " manifest-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types lit-html";
  }

  void putInto(HttpServerResponse response) {
    response
        .putHeader("Content-Security-Policy", policy)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Permissions-Policy", PERMISSIONS)
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin");
    if (isHttpsOnly) {
      response.putHeader("Strict-Transport-Security", HTTPS_ONLY);
    }
  }
}
