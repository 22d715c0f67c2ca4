package dev.ferrule.gateway.web.api;

import dev.ferrule.gateway.json.JsonFault;
import dev.ferrule.gateway.json.Problem;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Tells as a problem why a handler gave up; stateless. */
public final class Failures implements Handler<RoutingContext> {

  private static final System.Logger LOG = System.getLogger("dev.ferrule.web");

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (request.response().ended() || request.response().closed()) {
      return; // nobody is there to be told; a connection that breaks in its body comes here too
    }
    @Nullable Throwable failure = context.failure();
    if (failure instanceof JsonFault fault) {
      Answers.problem(request, Problem.badRequest(fault));
      return;
    }
    switch (context.statusCode()) {
      // What BodyHandler says of a body that breaks off or is not framed as it should be.
      case 200, 400 ->
          Answers.problemAndClose(
              request, Problem.of(400, "bad-request", "Bad request", "The body is broken.", ""));
      case 408 ->
          Answers.problemAndClose(
              request,
              Problem.of(408, "timeout", "Timeout", "The body did not come within 10 s.", ""));
      case 413 ->
          Answers.problemAndClose(
              request,
              Problem.of(413, "too-large", "Too large", "The body is longer than 8 KiB.", ""));
      default -> {
        LOG.log(System.Logger.Level.ERROR, "no answer to a request", failure);
        Answers.problemAndClose(
            request,
            Problem.of(500, "internal", "Internal error", "The gateway made a mistake.", ""));
      }
    }
  }
}
