package dev.ferrule.gateway.web.api;

import dev.ferrule.gateway.json.JsonFault;
import dev.ferrule.gateway.json.Problem;
import dev.ferrule.gateway.loop.Loop;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.PlatformHandler;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Bodies of JSON text, within their limits of type, size and time.
 *
 * <p>Owner: its loop.
 */
final class JsonBody {

  /** Longest body, bytes. */
  private static final int LIMIT = 8 * 1024;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Loop loop;

  JsonBody(Loop loop) {
    this.loop = loop;
  }

  /** Lets what is added to the route next wait for the body. */
  Route readOn(Route route) {
    PlatformHandler admitted = this::admit;
    return route.handler(admitted).handler(BodyHandler.create(false).setBodyLimit(LIMIT));
  }

  /** Refuses another type before anything is read, and gives the body its time. */
  private void admit(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (!isJson(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
      Answers.problem(
          request,
          Problem.of(
              415,
              "not-json",
              "Not JSON",
              "The body is not declared as JSON.",
              "Send the header Content-Type: application/json."));
      return;
    }
    Loop.Timer timer = loop.after(PATIENCE, () -> context.fail(408));
    request.end().onComplete(_ -> timer.cancel());
    request.headers().remove(HttpHeaders.EXPECT); // the server has answered it; BodyHandler would
    context.next();
  }

  private static boolean isJson(@Nullable String type) {
    if (type == null) {
      return false;
    }
    int end = type.indexOf(';');
    String media = (end < 0 ? type : type.substring(0, end)).strip();
    return media.toLowerCase(Locale.ROOT).equals("application/json");
  }

  /**
   * The text that was read.
   *
   * @throws JsonFault when it is no UTF-8
   */
  static String text(RoutingContext context) throws JsonFault {
    @Nullable Buffer body = context.body().buffer();
    if (body == null) {
      return "";
    }
    try {
      // Strictly: what vertx-web decodes has replacement characters where the bytes are wrong.
      ByteBuffer bytes = ByteBuffer.wrap(body.getBytes());
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new JsonFault("", "The body is no UTF-8.", "");
    }
  }
}
