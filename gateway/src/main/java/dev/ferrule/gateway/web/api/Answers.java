package dev.ferrule.gateway.web.api;

import dev.ferrule.gateway.json.Problem;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Objects;

/** The forms of answers; stateless. */
public final class Answers {

  private static final String JSON = "application/json";
  private static final long LINGER_MS = 500;

  private Answers() {}

  /** Answers with JSON that nobody may keep. */
  public static void json(HttpServerRequest request, int status, String text) {
    noStore(request).putHeader(HttpHeaders.CONTENT_TYPE, JSON);
    end(request, status, Buffer.buffer(text));
  }

  /** Answers with a refusal. */
  public static void problem(HttpServerRequest request, Problem problem) {
    refuse(request, problem);
  }

  /**
   * Answers with a refusal, and closes the connection: what else comes on it is of no use. A moment
   * later, so that a client that is still writing gets to read the answer.
   */
  static void problemAndClose(HttpServerRequest request, Problem problem) {
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    refuse(request, problem);
    request.resume();
    Context loop = Objects.requireNonNull(Vertx.currentContext(), "answers are given on a loop");
    loop.owner().setTimer(LINGER_MS, _ -> request.connection().close());
  }

  private static void refuse(HttpServerRequest request, Problem problem) {
    noStore(request).putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
    end(request, problem.status(), Buffer.buffer(problem.toJson()));
  }

  /** Says that there is nothing at the address of the request. */
  public static void notFound(HttpServerRequest request) {
    problem(
        request,
        Problem.of(
            404,
            "not-found",
            "Not found",
            "There is nothing at this address.",
            "The dashboard is at /, the interface is described at /api/openapi.json."));
  }

  /** Refuses the method of the request; {@code allowed} are the possible ones. */
  public static void methodNotAllowed(HttpServerRequest request, String allowed) {
    request.response().putHeader(HttpHeaders.ALLOW, allowed);
    problem(
        request,
        Problem.of(
            405,
            "method-not-allowed",
            "Method not allowed",
            request.method() + " is not possible here.",
            "Possible: " + allowed + "."));
  }

  /** Answers with a body; to HEAD, with its length only. */
  public static void end(HttpServerRequest request, int status, Buffer body) {
    HttpServerResponse response = request.response();
    if (response.closed() || response.ended()) {
      return;
    }
    response.setStatusCode(status);
    if (request.method().equals(HttpMethod.HEAD)) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length())).end();
    } else {
      response.end(body);
    }
  }

  /** The path of a resource as the client calls it: the server may be below a path of a proxy. */
  static String root(HttpServerRequest request, String resource) {
    String path = String.valueOf(request.path());
    return path.substring(0, path.indexOf(resource) + resource.length());
  }

  private static HttpServerResponse noStore(HttpServerRequest request) {
    return request.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
  }
}
