package dev.ferrule.gateway.web.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.gateway.security.Role;
import dev.ferrule.gateway.stream.RawHttp;
import dev.ferrule.gateway.stream.WsClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every way in and every role, over real sockets. */
class RolesTest extends AccessFixture {

  private static final List<Role> ROLES = List.of(Role.values());

  /** The first role that may, by method and address; null where one need not be known. */
  private static String least(String operation) {
    return switch (operation) {
      case "get /api/openapi.json",
          "get /api/asyncapi.json",
          "get /health/live",
          "get /api/v1/login/setup",
          "post /api/v1/login/setup",
          "post /api/v1/login" ->
          "";
      case "get /api/v1/devices",
          "get /api/v1/channels",
          "get /api/v1/readings",
          "get /api/v1/history",
          "get /metrics",
          "get /api/v1/history/status",
          "get /api/v1/commands/{id}",
          "get /api/v1/events",
          "get /api/v1/system",
          "get /health/ready",
          "get /ws/v1",
          "get /api/v1/upstream",
          "get /api/v1/layout",
          "put /api/v1/layout",
          "delete /api/v1/layout",
          "get /api/v1/login",
          "delete /api/v1/login",
          "post /api/v1/login/password",
          "patch /api/v1/login/password",
          "post /api/v1/login/ticket",
          "get /api/v1/sessions",
          "delete /api/v1/sessions/{id}" ->
          "viewer";
      case "post /api/v1/commands" -> "operator";
      case "get /api/v1/captures/{device}" -> "engineer";
      case "get /api/v1/users",
          "post /api/v1/users",
          "patch /api/v1/users/{name}",
          "delete /api/v1/users/{name}",
          "get /api/v1/tokens",
          "post /api/v1/tokens",
          "delete /api/v1/tokens/{id}" ->
          "admin";
      default -> throw new AssertionError("nobody said who may " + operation);
    };
  }

  @Test
  void letsEachRoleDoWhatItMayAndNothingElse() throws Exception {
    JsonNode paths = json(ask("GET", "/api/openapi.json", "")).path("paths");
    List<String> operations = new ArrayList<>();
    paths
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(method -> operations.add(method + " " + path.getKey())));
    assertTrue(operations.size() > 20, operations.toString());
    List<String> tokens = new ArrayList<>();
    for (Role role : ROLES) {
      tokens.add(token("t-" + role.word(), role));
    }
    for (String operation : operations) {
      String least = least(operation);
      assertEquals(least.isEmpty(), mayTry(operation), operation + " by nobody");
      for (int i = 0; i < ROLES.size(); i++) {
        boolean may = least.isEmpty() || i >= ROLES.indexOf(Role.of(least).orElseThrow());
        String bearer = "Authorization: Bearer " + tokens.get(i);
        assertEquals(may, mayTry(operation, bearer), operation + " by " + ROLES.get(i));
      }
    }
  }

  /** Whether a request gets past the door; what it asks for need not be there. */
  private boolean mayTry(String operation, String... headers) throws Exception {
    String[] words = operation.split(" ", -1);
    String method = words[0].toUpperCase(java.util.Locale.ROOT);
    String path = words[1].replaceAll("\\{[a-z]+}", "none");
    RawHttp.Answer answer = ask(method, path, method.equals("GET") ? "" : "{}", headers);
    boolean refused =
        switch (answer.status()) {
          case 401 -> List.of("login-needed", "setup-needed").contains(type(answer));
          case 403 -> type(answer).equals("not-permitted");
          default -> false;
        };
    assertFalse(answer.status() >= 500, operation + ": " + answer.body());
    return !refused;
  }

  @Test
  void refusesToManageWithATokenOrLongAfterThePassword() throws Exception {
    String bearer = "Authorization: Bearer " + token("t", Role.ADMIN);
    RawHttp.Answer answer = ask("GET", "/api/v1/users", "", bearer);
    assertEquals(403, answer.status());
    assertEquals("password-needed", type(answer));
    user("kim", Role.ADMIN);
    assertEquals(200, ask("GET", "/api/v1/users", "", cookieOf("kim")).status());
  }

  @Test
  void managesUsersAndTokens() throws Exception {
    user("kim", Role.ADMIN);
    String cookie = cookieOf("kim");
    String ben =
        "{\"name\":\"ben\",\"password\":\"%s\",\"role\":\"operator\",\"devices\":[\"tank\"]}"
            .formatted(PASSWORD);
    RawHttp.Answer added = ask("POST", "/api/v1/users", ben, cookie, origin());
    assertEquals(201, added.status(), added.body());
    assertFalse(added.body().contains("argon2"), added.body());
    RawHttp.Answer taken = ask("POST", "/api/v1/users", ben, cookie, origin());
    assertEquals(422, taken.status());
    assertEquals("/name", json(taken).path("place").asText(), "a form can say it at the field");
    String viewer = "{\"role\":\"viewer\"}";
    assertEquals(
        422, ask("PATCH", "/api/v1/users/kim", viewer, cookie, origin()).status(), "last admin");
    assertEquals(200, ask("PATCH", "/api/v1/users/ben", viewer, cookie, origin()).status());
    assertEquals(
        "viewer", json(ask("GET", "/api/v1/users", "", cookie)).at("/users/0/role").asText());
    assertEquals(204, ask("DELETE", "/api/v1/users/ben", "", cookie, origin()).status());
    assertEquals(404, ask("DELETE", "/api/v1/users/ben", "", cookie, origin()).status());

    RawHttp.Answer token =
        ask("POST", "/api/v1/tokens", "{\"name\":\"grafana\",\"days\":7}", cookie, origin());
    assertEquals(201, token.status(), token.body());
    String bearer = "Authorization: Bearer " + json(token).path("token").asText();
    assertEquals(200, ask("GET", "/api/v1/readings", "", bearer).status());
    String list = ask("GET", "/api/v1/tokens", "", cookie).body();
    assertFalse(list.contains(json(token).path("token").asText()), list);
    String id = json(token).path("id").asText();
    assertEquals(204, ask("DELETE", "/api/v1/tokens/" + id, "", cookie, origin()).status());
    assertEquals(401, ask("GET", "/api/v1/readings", "", bearer).status());
  }

  @Test
  void letsAnOperatorCommandTheirDevicesOnly() throws Exception {
    String bearer = "Authorization: Bearer " + token("t", Role.OPERATOR, "tan*");
    String tank = "{\"channel\":\"tank.valve\",\"value\":1}";
    String boiler = "{\"channel\":\"boiler.pump\",\"value\":1}";
    assertEquals(202, ask("POST", "/api/v1/commands", tank, bearer).status());
    JsonNode refused = json(ask("POST", "/api/v1/commands", boiler, bearer));
    assertEquals("rejected", refused.path("state").asText());
    assertEquals("not_permitted", refused.path("reason").asText());
    assertEquals(1, server.written().value());
    assertEquals(0, server.writtenSoFar());
  }

  @Test
  void tellsAStreamClientWhoItIsAndRefusesItsCommands() throws Exception {
    try (WsClient client = WsClient.withToken(server.port(), token("watcher", Role.VIEWER))) {
      JsonNode caller = client.text("hello").path("caller");
      assertEquals("watcher", caller.path("name").asText());
      assertEquals("viewer", caller.path("role").asText());
      client.send("{\"t\":\"subscribe\",\"channels\":[\"*\"]}");
      client.text("subscribed");
      client.send(
          "{\"t\":\"command\",\"id\":\"command-1\",\"channel\":\"boiler.pump\",\"value\":1}");
      JsonNode refused = client.text("command");
      while (refused.path("state").asText().equals("requested")) {
        refused = client.text("command");
      }
      assertEquals("rejected", refused.path("state").asText());
      assertEquals("not_permitted", refused.path("reason").asText());
      assertEquals(0, server.writtenSoFar());
    }
  }

  @Test
  void closesTheSocketsOfThoseWhoMayNoMore() throws Exception {
    user("kim", Role.ADMIN);
    String cookie = cookieOf("kim");
    String secret =
        json(ask("POST", "/api/v1/tokens", "{\"name\":\"wall\"}", cookie, origin()))
            .path("token")
            .asText();
    try (WsClient client = WsClient.withToken(server.port(), secret)) {
      client.text("hello");
      assertEquals(204, ask("DELETE", "/api/v1/tokens/wall", "", cookie, origin()).status());
      assertEquals(4401, client.closeCode());
    }
  }

  @Test
  void opensAWebSocketWithATicketOnce() throws Exception {
    String bearer = "Authorization: Bearer " + token("t", Role.VIEWER);
    String ticket = json(ask("POST", "/api/v1/login/ticket", "", bearer)).path("ticket").asText();
    String path = "/ws/v1?ticket=" + ticket;
    String[] upgrade = {
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="
    };
    try (WsClient client = WsClient.withTicket(server.port(), ticket)) {
      client.text("hello");
    }
    assertEquals(401, ask("GET", path, "", upgrade).status());
    assertEquals(401, ask("GET", "/ws/v1?ticket=nonsense", "", upgrade).status());
  }
}
