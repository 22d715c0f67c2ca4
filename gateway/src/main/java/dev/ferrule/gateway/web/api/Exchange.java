package dev.ferrule.gateway.web.api;

import dev.ferrule.gateway.json.Problem;
import dev.ferrule.gateway.security.Caller;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;

/**
 * One request and its answer, in the words of the routes.
 *
 * @param request the request
 * @param caller who asks
 * @param parameters what stood in place of the route's {@code {…}}, in order
 */
public record Exchange(HttpServerRequest request, Caller caller, List<String> parameters) {

  private static final String JSON = "application/json";

  /** Answers with JSON that nobody may keep. */
  void json(int status, String text) {
    noStore().putHeader(HttpHeaders.CONTENT_TYPE, JSON);
    end(status, Buffer.buffer(text));
  }

  /** Answers with a refusal. */
  public void problem(Problem problem) {
    refuse(problem);
  }

  /** Answers with a refusal, and closes the connection: what else comes on it is of no use. */
  void problemAndClose(Problem problem) {
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    refuse(problem).onComplete(_ -> request.connection().close());
  }

  private Future<Void> refuse(Problem problem) {
    noStore().putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
    return end(problem.status(), Buffer.buffer(problem.toJson()));
  }

  /** Refuses the method of the request; {@code allowed} are the possible ones. */
  public void methodNotAllowed(String allowed) {
    request.response().putHeader(HttpHeaders.ALLOW, allowed);
    problem(
        Problem.of(
            405,
            "method-not-allowed",
            "Method not allowed",
            request.method() + " is not possible here.",
            "Possible: " + allowed + "."));
  }

  /** Answers with a body; to HEAD, with its length only. */
  public Future<Void> end(int status, Buffer body) {
    HttpServerResponse response = request.response();
    if (response.closed() || response.ended()) {
      return Future.succeededFuture();
    }
    response.setStatusCode(status);
    if (request.method().equals(HttpMethod.HEAD)) {
      return response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length())).end();
    } else {
      return response.end(body);
    }
  }

  private HttpServerResponse noStore() {
    return request.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
  }
}
