package dev.ferrule.gateway.web.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.LogWitness;
import dev.ferrule.gateway.ledger.Event;
import dev.ferrule.gateway.ledger.Event.Kind;
import dev.ferrule.gateway.security.Role;
import dev.ferrule.gateway.stream.RawHttp;
import java.util.List;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is recorded of those who come in, and what is not. */
class RecordedAccessTest extends AccessFixture {

  @Test
  void saysWhoLoggedInAndWhoDidNot() throws Exception {
    user("kim", Role.ADMIN);
    assertEquals(200, logIn("kim", PASSWORD).status());
    assertEquals(401, logIn("kim", "something else entirely").status());
    assertEquals(401, logIn("a horse in the wrong field", PASSWORD).status());
    assertEquals(
        List.of("kim succeeded", "kim failed", " failed"),
        of(Kind.LOGIN).map(event -> event.subject() + " " + event.word()).toList());
    assertTrue(of(Kind.LOGIN).allMatch(event -> event.text().startsWith("From 127.0.0.1")));
    for (int attempt = 0; attempt < 5; attempt++) {
      logIn("kim", "something else entirely");
    }
    assertTrue(of(Kind.LOGIN).anyMatch(event -> event.word().equals("throttled")));
    String proof = "{\"password\":\"" + PASSWORD + "\"}";
    until(() -> logIn("kim", PASSWORD).status() == 200);
    String cookie = cookieOf("kim");
    assertEquals(200, ask("POST", "/api/v1/login/password", proof, cookie, origin()).status());
    Event last = events.getLast();
    assertEquals("kim succeeded", last.subject() + " " + last.word());
    assertEquals("The password again. From 127.0.0.1.", last.text());
    String all = events.toString();
    assertFalse(all.contains("horse") || all.contains("entirely"), all);
  }

  @Test
  void saysWhoLoggedOutAndWhoEndedASession() throws Exception {
    user("kim", Role.ADMIN);
    user("ben", Role.VIEWER);
    String kim = cookieOf("kim");
    String ben = cookieOf("ben");
    assertEquals(204, ask("DELETE", "/api/v1/login", "", ben, origin()).status());
    String id =
        json(ask("GET", "/api/v1/sessions", "", cookieOf("ben"))).at("/sessions/0/id").asText();
    assertEquals(204, ask("DELETE", "/api/v1/sessions/" + id, "", kim, origin()).status());
    assertEquals(204, ask("DELETE", "/api/v1/login?all=1", "", kim, origin()).status());
    assertEquals(
        List.of("ben by ben", "ben by kim", "kim by kim"),
        of(Kind.LOGIN)
            .filter(event -> event.word().equals("ended"))
            .map(event -> event.subject() + " by " + event.actor())
            .toList());
  }

  @Test
  void logsWhoTriesWhatTheyMayNot() throws Exception {
    String viewer = token("wall", Role.VIEWER);
    String admin = token("script", Role.ADMIN);
    try (LogWitness log = new LogWitness("dev.ferrule.access")) {
      ask("GET", "/api/v1/captures/boiler", "", "Authorization: Bearer " + viewer);
      ask("GET", "/api/v1/events?kind=login", "", "Authorization: Bearer " + viewer);
      ask("DELETE", "/api/v1/users/kim", "", "Authorization: Bearer " + admin);
      ask("GET", "/api/v1/readings", "", "Authorization: Bearer " + viewer + "x");
      ask("GET", "/api/v1/readings", "");
      List<String> lines = log.heard().stream().map(new SimpleFormatter()::formatMessage).toList();
      assertEquals(
          List.of(
              "wall from 127.0.0.1 was refused GET /api/v1/captures/boiler: As a viewer you may not"
                  + " see what lines carry; it takes an engineer.",
              "wall from 127.0.0.1 was refused GET /api/v1/events: Who logged in, and what changed"
                  + " of accounts, is for admins.",
              "script from 127.0.0.1 was refused DELETE /api/v1/users/kim: A token cannot manage"
                  + " users and tokens.",
              "A token that is wrong or expired came from 127.0.0.1"),
          lines);
    }
  }

  @Test
  void saysWhoChangedWhat() throws Exception {
    user("kim", Role.ADMIN);
    String cookie = cookieOf("kim");
    String ben =
        "{\"name\":\"ben\",\"password\":\"%s\",\"role\":\"operator\",\"devices\":[\"tank\"]}"
            .formatted(PASSWORD);
    assertEquals(201, ask("POST", "/api/v1/users", ben, cookie, origin()).status());
    String token = "{\"name\":\"grafana\",\"role\":\"viewer\"}";
    assertEquals(201, ask("POST", "/api/v1/tokens", token, cookie, origin()).status());
    List<Event> changes = of(Kind.ACCOUNT).filter(event -> event.actor().equals("kim")).toList();
    assertEquals(2, changes.size(), events.toString());
    assertTrue(changes.getFirst().text().contains("ben"), changes.toString());
    assertTrue(of(Kind.ACCOUNT).anyMatch(event -> event.text().startsWith("Another program")));
    String all = events.toString();
    assertFalse(all.contains("horse") || all.contains("ferrule_"), all);
  }

  @Test
  void isToldToThoseAloneWhoManageAccounts() throws Exception {
    String viewer = "Authorization: Bearer " + token("v", Role.VIEWER);
    String admin = "Authorization: Bearer " + token("a", Role.ADMIN);
    assertEquals(200, ask("GET", "/api/v1/events", "", viewer).status());
    assertEquals(403, ask("GET", "/api/v1/events?kind=login", "", viewer).status());
    assertEquals(403, ask("GET", "/api/v1/events?kind=account", "", viewer).status());
    assertEquals(200, ask("GET", "/api/v1/events?kind=login", "", admin).status());
  }

  private RawHttp.Answer logIn(String name, String password) throws Exception {
    String body = "{\"name\":\"%s\",\"password\":\"%s\"}".formatted(name, password);
    return ask("POST", "/api/v1/login", body, origin());
  }

  private Stream<Event> of(Kind kind) {
    return events.stream().filter(event -> event.kind() == kind);
  }
}
