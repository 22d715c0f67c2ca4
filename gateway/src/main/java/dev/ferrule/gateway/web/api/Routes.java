package dev.ferrule.gateway.web.api;

import dev.ferrule.gateway.security.Caller;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The table of addresses. Paths are compared as they came, never decoded: what is written in
 * another way is another path, and unknown.
 *
 * <p>Filled before the first request; then immutable.
 */
public final class Routes {

  /**
   * One address.
   *
   * @param method GET answers HEAD too
   * @param template its path, with {@code {name}} for a segment of letters, digits, {@code _} and
   *     {@code -}
   * @param handler what answers
   */
  public record Route(HttpMethod method, String template, Consumer<Exchange> handler) {}

  private final List<Route> routes = new ArrayList<>();

  /** Adds an address. */
  public Routes add(HttpMethod method, String template, Consumer<Exchange> handler) {
    routes.add(new Route(method, template, handler));
    return this;
  }

  /** All addresses. */
  public List<Route> all() {
    return List.copyOf(routes);
  }

  /** Answers the request if its path is in the table. */
  public boolean handle(HttpServerRequest request, Caller caller) {
    @Nullable String path = request.path();
    if (path == null) {
      return false;
    }
    TreeSet<String> allowed = new TreeSet<>();
    for (Route route : routes) {
      Optional<List<String>> parameters = match(route.template(), path);
      if (parameters.isEmpty()) {
        continue;
      }
      if (answers(route.method(), request.method())) {
        route.handler().accept(new Exchange(request, caller, parameters.get()));
        return true;
      }
      allowed.add(route.method().name());
      if (route.method().equals(HttpMethod.GET)) {
        allowed.add(HttpMethod.HEAD.name());
      }
    }
    if (allowed.isEmpty()) {
      return false;
    }
    new Exchange(request, caller, List.of()).methodNotAllowed(String.join(", ", allowed));
    return true;
  }

  private static boolean answers(HttpMethod route, HttpMethod asked) {
    return route.equals(asked) || (route.equals(HttpMethod.GET) && asked.equals(HttpMethod.HEAD));
  }

  private static Optional<List<String>> match(String template, String path) {
    int brace = template.indexOf('{');
    if (brace < 0) {
      return template.equals(path) ? Optional.of(List.of()) : Optional.empty();
    }
    // One parameter, at the end, is all that there is.
    if (!path.startsWith(template.substring(0, brace))) {
      return Optional.empty();
    }
    String value = path.substring(brace);
    return value.matches("[A-Za-z0-9_-]+") ? Optional.of(List.of(value)) : Optional.empty();
  }
}
