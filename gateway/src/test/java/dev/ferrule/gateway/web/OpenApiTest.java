package dev.ferrule.gateway.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.gateway.app.EventLoops;
import dev.ferrule.gateway.app.ServingFixture;
import dev.ferrule.gateway.command.CommandDesk;
import dev.ferrule.gateway.command.DeskPort;
import dev.ferrule.gateway.command.Rules;
import dev.ferrule.gateway.ledger.LedgerView;
import dev.ferrule.gateway.ledger.MemoryLedger;
import dev.ferrule.gateway.loop.ManualLoop;
import dev.ferrule.gateway.loop.Turns;
import dev.ferrule.gateway.metrics.Metrics;
import dev.ferrule.gateway.registry.Registry;
import dev.ferrule.gateway.security.accounts.Accounts;
import dev.ferrule.gateway.security.accounts.Tickets;
import dev.ferrule.gateway.web.layout.Layouts;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the description says what there is, no more and no less. */
class OpenApiTest extends HttpClientFixture {

  /** For people: no part of the interface. */
  private static final Set<String> PAGES = Set.of("/login", "/setup");

  @TempDir private Path data;

  private static final Pattern REFERENCE = Pattern.compile("\"#/([^\"]+)\"");

  @Test
  void describesEveryAddressAndNoOther() throws Exception {
    JsonNode description = json(get("/api/openapi.json"));
    TreeSet<String> described = new TreeSet<>();
    description
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(method -> described.add(method + " " + path.getKey())));

    TreeSet<String> served = new TreeSet<>();
    for (Route mount : routes()) {
      if (mount.getSubRouter() != null && !PAGES.contains(mount.getPath())) {
        mount
            .getSubRouter()
            .getRoutes()
            .forEach(
                route -> {
                  String below = route.getName().equals("/") ? "" : route.getName();
                  addMethods(served, route, mount.getPath() + below);
                });
      }
    }
    assertTrue(served.add("get " + HttpEndpoint.WEB_SOCKET));

    assertEquals("3.1.0", description.path("openapi").asText());
    assertEquals(served, described);
  }

  /** HEAD goes without saying; a route of no method says only which methods there are. */
  private static void addMethods(Set<String> served, Route route, String path) {
    if (route.methods() != null) {
      route.methods().stream()
          .filter(method -> !method.equals(HttpMethod.HEAD))
          .forEach(method -> served.add(method.name().toLowerCase(Locale.ROOT) + " " + path));
    }
  }

  @Test
  void refersOnlyToWhatItHolds() throws Exception {
    String text = get("/api/openapi.json").body();
    JsonNode description = JSON.readTree(text);
    Matcher reference = REFERENCE.matcher(text);
    int found = 0;
    while (reference.find()) {
      assertTrue(description.at("/" + reference.group(1)).isObject(), reference.group(1));
      found++;
    }
    assertTrue(found > 20, "references: " + found);
  }

  /** What every request meets before it comes to its resource. */
  @Test
  void listsTheRefusalsOfTheDoorEverywhere() throws Exception {
    JsonNode paths = json(get("/api/openapi.json")).path("paths");
    for (JsonNode path : paths) {
      for (JsonNode operation : path) {
        for (String status : List.of("403", "405", "421")) {
          assertTrue(operation.path("responses").has(status), operation + " lacks " + status);
        }
      }
    }
    assertTrue(paths.size() > 5);
  }

  private List<Route> routes() throws Exception {
    Vertx vertx = EventLoops.start(1);
    try (Accounts accounts = Accounts.open(data)) {
      ManualLoop loop = new ManualLoop();
      Registry registry = new Registry(loop);
      DeskPort desk =
          new DeskPort(loop, new CommandDesk(loop, registry, Rules.NONE, new MemoryLedger()));
      WebSockets sockets = new WebSockets((_, _, _) -> {}, List.of(), 1);
      return new HttpEndpoint(
              vertx,
              loop,
              new Turns(loop),
              HttpSettings.DEFAULT,
              registry.replicate(loop),
              desk,
              Map.of(),
              new Access.Guarded("test", accounts, new Tickets()),
              Optional.empty(),
              new Metrics("test"),
              List::of,
              LedgerView.NONE,
              Layouts.open(data),
              sockets,
              ServingFixture.identity(HttpSettings.DEFAULT, Path.of("/nonexistent")))
          .router()
          .getRoutes();
    } finally {
      vertx.close().await();
    }
  }
}
