package dev.ferrule.gateway.web.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.ledger.Event;
import dev.ferrule.gateway.ledger.Event.Kind;
import dev.ferrule.gateway.security.Role;
import dev.ferrule.gateway.stream.RawHttp;
import java.util.List;
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
    String all = events.toString();
    assertFalse(all.contains("horse") || all.contains("entirely"), all);
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
