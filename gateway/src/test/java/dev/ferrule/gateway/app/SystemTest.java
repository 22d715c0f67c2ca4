package dev.ferrule.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferrule.gateway.config.Configuration;
import dev.ferrule.gateway.stream.WsClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running gateway tells of itself. */
class SystemTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path temp;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void tellsOfClockDisksClientsAndMachine() throws Exception {
    Configuration configuration = Configuration.of("test", temp, List.of()).withHttpPort(0);
    try (Gateway gateway = Gateway.start(configuration);
        WsClient client = new WsClient(gateway.port(), "v1.json.ferrule.dev")) {
      client.text("hello");
      String address = "http://127.0.0.1:" + gateway.port() + "/api/v1/system";
      JsonNode seen = get(address);
      while (!seen.at("/ledger").has("last_commit")) {
        Thread.sleep(20); // that the gateway started is recorded
        seen = get(address);
      }
      assertTrue(seen.at("/ledger/bytes").asLong() > 0, seen.toString());
      assertEquals(configuration.ledger(), seen.at("/ledger/limit").asLong());
      assertEquals("open", seen.at("/ledger/state").asText());
      assertEquals("machine", seen.at("/clock/source").asText());
      assertEquals(0, seen.at("/clock/ahead_ms").asLong(-1));
      assertEquals("local", seen.at("/clients/list/0/name").asText());
      assertEquals("v1.json.ferrule.dev", seen.at("/clients/list/0/protocol").asText());
      assertTrue(seen.at("/host/processors").asInt() > 0, seen.toString());
      assertTrue(seen.at("/host/disk").asLong() > 0, seen.toString());
      assertFalse(seen.path("version").asText().isEmpty());
      assertEquals(400, ask(address + "?all=1").statusCode());
    }
  }

  private JsonNode get(String address) throws Exception {
    return JSON.readTree(ask(address).body());
  }

  private HttpResponse<String> ask(String address) throws Exception {
    return http.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
  }
}
