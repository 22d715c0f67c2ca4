package dev.ferrule.gateway.web.access;

import dev.ferrule.gateway.json.Problem;
import dev.ferrule.gateway.security.accounts.Outcome;
import dev.ferrule.gateway.web.api.Answers;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.Consumer;

/** Answers with what became of a change of accounts; stateless. */
final class Outcomes {

  private Outcomes() {}

  /** Lets {@code done} answer what was done, and refuses everything else. */
  static <T> Consumer<Outcome<T>> of(RoutingContext context, Consumer<T> done) {
    return outcome -> {
      switch (outcome) {
        case Outcome.Done<T>(T made) -> done.accept(made);
        case Outcome.TooMany<T>(Duration wait) -> {
          long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
          if (!context.response().closed()) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
          }
          Answers.problem(context.request(), problem(outcome));
        }
        case Outcome.Busy<T> _ -> {
          if (!context.response().closed()) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
          }
          Answers.problem(context.request(), problem(outcome));
        }
        case Outcome.Wrong<T> _, Outcome.Refused<T> _, Outcome.Missing<T> _, Outcome.Failed<T> _ ->
            Answers.problem(context.request(), problem(outcome));
      }
    };
  }

  /** What is said of an outcome that is not what was wanted. */
  static Problem problem(Outcome<?> outcome) {
    return switch (outcome) {
      case Outcome.Done<?> _ -> throw new IllegalArgumentException("it was done");
      case Outcome.Wrong<?> _ ->
          Problem.of(401, "wrong-login", "Wrong login", "That is not right.", "");
      case Outcome.TooMany<?>(Duration wait) ->
          Problem.of(
              429,
              "too-many-tries",
              "Too many tries",
              "Too many tries were wrong.",
              "Try again in " + Math.max(1, wait.plusMillis(999).toSeconds()) + " s.");
      case Outcome.Busy<?> _ ->
          Problem.of(
              503, "busy", "Busy", "Too many log in at this moment.", "Try again in a moment.");
      case Outcome.Refused<?>(String why, Outcome.Part part) ->
          new Problem(422, "refused", "Refused", why, "", place(part));
      case Outcome.Missing<?> _ ->
          Problem.of(404, "not-found", "Not found", "There is none of that name.", "");
      case Outcome.Failed<?>(String why) ->
          Problem.of(500, "not-written", "Not written", why, "Look at the gateway's log.");
    };
  }

  /** The field of a request that a refusal is about. */
  private static String place(Outcome.Part part) {
    return switch (part) {
      case NAME -> "/name";
      case PASSWORD -> "/password";
      case ALL -> "";
    };
  }
}
