package dev.ferrule.gateway.web.api;

import dev.ferrule.gateway.json.Problem;
import dev.ferrule.gateway.loop.Loop;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON text of one request, within its limits of size and time.
 *
 * <p>Owner: the loop of the request.
 */
final class RequestBody {

  /** Longest body, bytes. */
  static final int LIMIT = 64 * 1024;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Exchange exchange;
  private final Buffer bytes = Buffer.buffer();
  private boolean over;

  private RequestBody(Exchange exchange) {
    this.exchange = exchange;
  }

  /** Gives the text to {@code taker}, or refuses the request. */
  static void read(Exchange exchange, Loop loop, Consumer<String> taker) {
    HttpServerRequest request = exchange.request();
    if (!isJson(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
      exchange.problem(
          Problem.of(
              415,
              "not-json",
              "Not JSON",
              "The body is not declared as JSON.",
              "Send the header Content-Type: application/json."));
      return;
    }
    RequestBody body = new RequestBody(exchange);
    Loop.Timer timer =
        loop.after(
            PATIENCE,
            () -> body.refuse(408, "timeout", "Timeout", "The body did not come within 10 s."));
    request.exceptionHandler(_ -> timer.cancel());
    request.handler(body::add);
    request.endHandler(
        _ -> {
          timer.cancel();
          body.end(taker);
        });
  }

  private static boolean isJson(@Nullable String type) {
    if (type == null) {
      return false;
    }
    int end = type.indexOf(';');
    String media = (end < 0 ? type : type.substring(0, end)).strip();
    return media.toLowerCase(Locale.ROOT).equals("application/json");
  }

  private void add(Buffer part) {
    if (over) {
      return;
    }
    if (bytes.length() + part.length() > LIMIT) {
      refuse(413, "too-large", "Too large", "The body is longer than 64 KiB.");
      return;
    }
    bytes.appendBuffer(part);
  }

  private void end(Consumer<String> taker) {
    if (over) {
      return;
    }
    try {
      ByteBuffer source = ByteBuffer.wrap(bytes.getBytes());
      taker.accept(StandardCharsets.UTF_8.newDecoder().decode(source).toString());
    } catch (CharacterCodingException e) {
      exchange.problem(Problem.of(400, "bad-request", "Bad request", "The body is no UTF-8.", ""));
    }
  }

  private void refuse(int status, String type, String title, String detail) {
    if (!over) {
      over = true;
      exchange.problemAndClose(Problem.of(status, type, title, detail, ""));
    }
  }
}
