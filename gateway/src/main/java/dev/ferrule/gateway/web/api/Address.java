package dev.ferrule.gateway.web.api;

import dev.ferrule.gateway.json.JsonFault;
import dev.ferrule.gateway.security.Act;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * One address of a resource: what answers each method, and 405 with the list of them for any other.
 *
 * <p>Filled before the first request; then immutable.
 */
public final class Address {

  /** Answers a request, or says what is wrong with it. */
  public interface Answer {
    void to(RoutingContext context) throws JsonFault;
  }

  private final Router router;
  private final String template;
  private final TreeSet<String> allowed = new TreeSet<>();

  /**
   * Adds an address to the router of its resource.
   *
   * @param template its path below that of the resource: {@code /}, or with {@code {name}} for a
   *     last segment of letters, digits, {@code _} and {@code -}
   */
  public Address(Router router, String template) {
    this.router = router;
    this.template = template;
    route()
        .last()
        .handler(
            context -> Answers.methodNotAllowed(context.request(), String.join(", ", allowed)));
  }

  /** What stands in place of {@code {name}}. */
  public static String name(RoutingContext context) {
    String path = context.normalizedPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** What answers GET, and HEAD too, to those who may. */
  public Address get(Act act, Answer answer) {
    Route route = admitting(act, HttpMethod.GET, HttpMethod.HEAD);
    route.handler(context -> run(answer, context));
    return this;
  }

  /** What answers POST, when the body has come. */
  public Address post(Act act, Body body, Answer answer) {
    return withBody(act, HttpMethod.POST, body, answer);
  }

  /** What answers POST without a body. */
  public Address post(Act act, Answer answer) {
    admitting(act, HttpMethod.POST).handler(context -> run(answer, context));
    return this;
  }

  /** What answers PATCH, when the body has come. */
  public Address patch(Act act, Body body, Answer answer) {
    return withBody(act, HttpMethod.PATCH, body, answer);
  }

  /** What answers PUT, when the body has come. */
  public Address put(Act act, Body body, Answer answer) {
    return withBody(act, HttpMethod.PUT, body, answer);
  }

  /** A body takes its time: whoever may at its begin may no more at its end. */
  private Address withBody(Act act, HttpMethod method, Body body, Answer answer) {
    body.readOn(admitting(act, method))
        .handler(context -> admit(act, context))
        .handler(context -> run(answer, context));
    return this;
  }

  /** What answers DELETE. */
  public Address delete(Act act, Answer answer) {
    admitting(act, HttpMethod.DELETE).handler(context -> run(answer, context));
    return this;
  }

  /** A route for those who may; everybody else is told why not before anything is read. */
  private Route admitting(Act act, HttpMethod... methods) {
    Route route = route();
    for (HttpMethod method : methods) {
      allowed.add(method.name());
      route.method(method);
    }
    PlatformHandler admitted = context -> admit(act, context);
    return route.handler(admitted);
  }

  private static void admit(Act act, RoutingContext context) {
    Callers.refusal(context, act)
        .ifPresentOrElse(
            problem -> Answers.problem(context.request(), problem), () -> context.next());
  }

  private Route route() {
    int brace = template.indexOf('{');
    // No group: its value would go among the parameters of the query, which a bad query breaks.
    Route route =
        brace < 0
            ? router.route(template)
            : router.routeWithRegex(Pattern.quote(template.substring(0, brace)) + "[A-Za-z0-9_-]+");
    return route.setName(template);
  }

  private static void run(Answer answer, RoutingContext context) {
    try {
      answer.to(context);
    } catch (JsonFault fault) {
      context.fail(400, fault);
    }
  }
}
