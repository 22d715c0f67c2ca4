package dev.ferrule.gateway.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.gateway.command.CommandDesk;
import dev.ferrule.gateway.command.DeskPort;
import dev.ferrule.gateway.command.Rules;
import dev.ferrule.gateway.ledger.MemoryLedger;
import dev.ferrule.gateway.loop.ManualLoop;
import dev.ferrule.gateway.registry.Registry;
import dev.ferrule.gateway.web.api.Routes;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** That the description says what there is, no more and no less. */
class OpenApiTest extends HttpClientFixture {

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
    for (Routes.Route route : routes()) {
      served.add(route.method().name().toLowerCase(Locale.ROOT) + " " + route.template());
    }

    assertEquals("3.1.0", description.path("openapi").asText());
    assertEquals(served, described);
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

  private static List<Routes.Route> routes() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      ManualLoop loop = new ManualLoop();
      Registry registry = new Registry(loop);
      DeskPort desk =
          new DeskPort(loop, new CommandDesk(loop, registry, Rules.NONE, new MemoryLedger()));
      WebSockets sockets = new WebSockets((_, _) -> {}, List.of(), 1);
      return new HttpEndpoint(
              vertx, loop, HttpSettings.DEFAULT, registry.replicate(loop), desk, Map.of(), sockets)
          .routes()
          .all();
    } finally {
      vertx.close().await();
    }
  }
}
