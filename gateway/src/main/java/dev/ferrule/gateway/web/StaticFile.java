package dev.ferrule.gateway.web;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * A file as it is served: read once, then immutable.
 *
 * @param content its bytes
 * @param type its media type
 * @param etag its quoted entity tag: a hash of the bytes
 */
record StaticFile(Buffer content, String type, String etag) {

  /** What is served, by the end of its name; a file of another type is not there. */
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("py", "text/x-python; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("map", "application/json"),
          Map.entry("svg", "image/svg+xml; charset=utf-8"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("webmanifest", "application/manifest+json"));

  /** A file of a name. */
  static StaticFile of(String name, byte[] bytes) {
    String tag = "\"" + HexFormat.of().formatHex(sha256(bytes), 0, 12) + "\"";
    return new StaticFile(Buffer.buffer(bytes), type(name).orElseThrow(), tag);
  }

  /** The media type of a name, if such files are served. */
  static Optional<String> type(String name) {
    return Optional.ofNullable(TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
  }

  /** The hash source of a script for a Content-Security-Policy. */
  static String cspHash(String script) {
    byte[] hash = sha256(script.getBytes(StandardCharsets.UTF_8));
    return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
