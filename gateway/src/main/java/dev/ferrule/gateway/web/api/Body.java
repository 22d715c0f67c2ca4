package dev.ferrule.gateway.web.api;

import dev.ferrule.gateway.json.Problem;
import dev.ferrule.gateway.loop.Loop;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.PlatformHandler;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, within its limits of type, size and time.
 *
 * <p>Owner: its loop.
 */
public final class Body {

  /** Longest body, bytes. */
  private static final int LIMIT = 8 * 1024;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Loop loop;
  private final String type;
  private final Problem otherType;

  private Body(Loop loop, String type, Problem otherType) {
    this.loop = loop;
    this.type = type;
    this.otherType = otherType;
  }

  /** JSON text. */
  public static Body json(Loop loop) {
    return new Body(
        loop,
        "application/json",
        Problem.of(
            415,
            "not-json",
            "Not JSON",
            "The body is not declared as JSON.",
            "Send the header Content-Type: application/json."));
  }

  /** What a form of a page sends. */
  public static Body form(Loop loop) {
    return new Body(
        loop,
        "application/x-www-form-urlencoded",
        Problem.of(
            415,
            "not-a-form",
            "Not a form",
            "The body is not declared as that of a form.",
            "Use the page, or /api/v1/login."));
  }

  /** Lets what is added to the route next wait for the body. */
  Route readOn(Route route) {
    PlatformHandler admitted = this::admit;
    return route.handler(admitted).handler(BodyHandler.create(false).setBodyLimit(LIMIT));
  }

  /** Refuses another type before anything is read, and gives the body its time. */
  private void admit(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (!isOfType(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
      Answers.problem(request, otherType);
      return;
    }
    Loop.Timer timer = loop.after(PATIENCE, () -> context.fail(408));
    request.end().onComplete(_ -> timer.cancel());
    request.headers().remove(HttpHeaders.EXPECT); // the server has answered it; BodyHandler would
    context.next();
  }

  private boolean isOfType(@Nullable String header) {
    if (header == null) {
      return false;
    }
    int end = header.indexOf(';');
    String media = (end < 0 ? header : header.substring(0, end)).strip();
    return media.toLowerCase(Locale.ROOT).equals(type);
  }
}
