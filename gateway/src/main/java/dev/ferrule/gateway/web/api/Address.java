package dev.ferrule.gateway.web.api;

import dev.ferrule.gateway.json.JsonFault;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * One address of a resource: what answers each method, and 405 with the list of them for any other.
 *
 * <p>Filled before the first request; then immutable.
 */
final class Address {

  /** Answers a request, or says what is wrong with it. */
  interface Answer {
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
  Address(Router router, String template) {
    this.router = router;
    this.template = template;
    route()
        .last()
        .handler(
            context -> Answers.methodNotAllowed(context.request(), String.join(", ", allowed)));
  }

  /** What stands in place of {@code {name}}. */
  static String name(RoutingContext context) {
    String path = context.normalizedPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** What answers GET, and HEAD too. */
  Address get(Answer answer) {
    allow(HttpMethod.GET);
    allow(HttpMethod.HEAD);
    route().method(HttpMethod.GET).method(HttpMethod.HEAD).handler(context -> run(answer, context));
    return this;
  }

  /** What answers POST, when the body has come. */
  Address post(JsonBody body, Answer answer) {
    allow(HttpMethod.POST);
    body.readOn(route().method(HttpMethod.POST)).handler(context -> run(answer, context));
    return this;
  }

  private void allow(HttpMethod method) {
    allowed.add(method.name());
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
