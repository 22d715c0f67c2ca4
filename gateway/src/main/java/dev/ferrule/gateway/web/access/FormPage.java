package dev.ferrule.gateway.web.access;

import dev.ferrule.gateway.web.api.Answers;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page with a form that needs no script, out of a file with places such as {@code {{name}}} to
 * fill. Immutable.
 */
final class FormPage {

  /**
   * A browser that must not name the page says {@code Origin: null} with its form (Fetch, 3.2),
   * which no cookie is taken with; it may name it here, and to this server only.
   */
  private static final String REFERRER = "same-origin";

  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");

  private final String text;

  /** A page of the dashboard's folder {@code door}. */
  FormPage(String name) {
    try (InputStream in = FormPage.class.getResourceAsStream("/dashboard/door/" + name)) {
      text = new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name + " from the jar", e);
    }
  }

  /** Answers with the page; what fills its places is text, whatever it looks like. */
  void answer(HttpServerRequest request, int status, Map<String, String> values) {
    String filled =
        PLACE
            .matcher(text)
            .replaceAll(
                place -> Matcher.quoteReplacement(escape(values.getOrDefault(place.group(1), ""))));
    if (!request.response().closed()) {
      request
          .response()
          .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
          .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
          .putHeader("Referrer-Policy", REFERRER);
    }
    Answers.end(request, status, Buffer.buffer(filled));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
