package dev.ferrule.gateway.web.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.gateway.security.Role;
import dev.ferrule.gateway.stream.WsClient;
import org.junit.jupiter.api.Test;

/** Who is told who listens. */
class SystemAccessTest extends AccessFixture {

  @Test
  void tellsWhoTheClientsAreToThoseAloneWhoManageUsers() throws Exception {
    String viewer = token("v", Role.VIEWER);
    String admin = token("a", Role.ADMIN);
    try (WsClient client = WsClient.withToken(server.port(), viewer)) {
      client.text("hello");
      JsonNode seen = system(admin);
      assertEquals(1, seen.at("/clients/total").asInt(), seen.toString());
      assertFalse(seen.at("/clients/list/0/name").asText().isEmpty(), seen.toString());
      assertEquals("127.0.0.1", seen.at("/clients/list/0/address").asText());
      JsonNode hidden = system(viewer);
      assertEquals(1, hidden.at("/clients/list").size(), hidden.toString());
      assertTrue(hidden.at("/clients/list/0/name").isMissingNode(), hidden.toString());
      assertTrue(hidden.at("/clients/list/0/address").isMissingNode(), hidden.toString());
      assertEquals(0, hidden.at("/clients/list/0/queued").asInt(-1));
    }
    while (system(viewer).at("/clients/total").asInt() > 0) {
      Thread.sleep(10); // that it is gone is heard a moment later
    }
  }

  private JsonNode system(String token) throws Exception {
    return json(ask("GET", "/api/v1/system", "", "Authorization: Bearer " + token));
  }
}
