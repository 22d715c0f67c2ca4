package dev.ferrule.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferrule.gateway.config.Configuration;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole gateway and what it tells of its ledger. */
@Timeout(120)
class EventsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path temp;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void tellsRecordsAPageAtATime() throws Exception {
    Configuration configuration = Configuration.of("test", temp, List.of()).withHttpPort(0);
    try (Gateway gateway = Gateway.start(configuration, "configuration g.yaml, SHA-256 00")) {
      String address = "http://127.0.0.1:" + gateway.port();
      for (int i = 1; i <= 5; i++) {
        String command = "{\"id\":\"command-%d\",\"channel\":\"tank.valve\",\"value\":1}";
        JsonNode told = send(address + "/api/v1/commands?wait=10s", command.formatted(i));
        assertEquals("no_channel", told.path("reason").asText(), told.toString());
      }
      String events = address + "/api/v1/events";
      while (get(events + "?kind=command").path("events").size() < 5) {
        Thread.sleep(20); // a refusal is told before it is written while the ledger opens
      }
      JsonNode newest = get(events + "?kind=command&limit=2");
      assertEquals(List.of("command-5", "command-4"), ids(newest));
      JsonNode older = get(events + "?kind=command&limit=3&before=" + newest.path("before"));
      assertEquals(List.of("command-3", "command-2", "command-1"), ids(older));
      JsonNode first = get(events + "?after=0&limit=1");
      assertEquals("started", first.at("/events/0/event").asText());
      assertTrue(first.at("/events/0/text").asText().contains("SHA-256 00"), first.toString());
      JsonNode then = get(events + "?after=" + first.path("after"));
      assertEquals(5, then.path("events").size());
      assertEquals(0, get(events + "?after=" + then.path("after")).path("events").size());
      assertEquals(5, get(events + "?channel=tank.*").path("events").size());
      for (String text :
          List.of("tank.valve'%20OR%20'1'='1", "tank.valve%22--", "%25", "tank.valv_")) {
        assertEquals(0, get(events + "?channel=" + text).path("events").size(), text);
      }
      assertEquals(5, get(events + "?channel=oven,tank.*&kind=command").path("events").size());
      assertEquals(0, get(events + "?channel=oven,tank").path("events").size());
      assertEquals(0, get(events + "?to=2020-01-01T00:00:00Z").path("events").size());
      assertFalse(get(events + "?from=-1min").path("events").isEmpty());
      for (String wrong :
          List.of(
              "kind=x", "limit=0", "after=1&before=2", "from=x", "page=1", "channel=,,,,,,,,")) {
        assertEquals(400, ask(events + "?" + wrong).statusCode(), wrong);
      }
      assertEquals("open", get(address + "/health/ready").at("/ledger/state").asText());
    }
    try (Gateway gateway = Gateway.start(configuration)) {
      String address = "http://127.0.0.1:" + gateway.port();
      JsonNode starts = get(address + "/api/v1/events?kind=gateway");
      assertTrue(starts.toString().contains("\"stopped\""), starts.toString());
    }
  }

  private static List<String> ids(JsonNode page) {
    List<String> ids = new ArrayList<>();
    page.path("events").forEach(event -> ids.add(event.path("id").asText()));
    return ids;
  }

  private JsonNode get(String address) throws Exception {
    return JSON.readTree(ask(address).body());
  }

  private HttpResponse<String> ask(String address) throws Exception {
    return http.send(request(address).build(), BodyHandlers.ofString());
  }

  private JsonNode send(String address, String body) throws Exception {
    HttpRequest request =
        request(address)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
  }

  private static HttpRequest.Builder request(String address) {
    return HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(60));
  }
}
