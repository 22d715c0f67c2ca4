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
      if (outcome instanceof Outcome.Done<T>(T made)) {
        done.accept(made);
      } else {
        sayWhen(context, outcome);
        Answers.problem(context.request(), problem(outcome));
      }
    };
  }

  /** Says in a header when to try again, where that is known. */
  static void sayWhen(RoutingContext context, Outcome<?> outcome) {
    long seconds =
        switch (outcome) {
          case Outcome.TooMany<?>(Duration pause) -> seconds(pause);
          case Outcome.Busy<?> _ -> 1;
          case Outcome.Done<?> _,
              Outcome.Wrong<?> _,
              Outcome.Refused<?> _,
              Outcome.Missing<?> _,
              Outcome.Failed<?> _ ->
              0;
        };
    if (seconds > 0 && !context.response().closed()) {
      context.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
    }
  }

  private static long seconds(Duration pause) {
    return Math.max(1, pause.plusMillis(999).toSeconds());
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
              "Try again in " + seconds(wait) + " s.");
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
