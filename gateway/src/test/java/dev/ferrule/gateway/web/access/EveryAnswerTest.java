package dev.ferrule.gateway.web.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.security.Role;
import dev.ferrule.gateway.stream.RawHttp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What holds for each answer there is, to whomever; the addresses are those of the description. */
class EveryAnswerTest extends AccessFixture {

  /** Whoever asks them learns nothing that is worth keeping from anybody. */
  private static final List<String> PAGES = List.of("/", "/trends", "/events", "/settings");

  private static final List<String> DOORS = List.of("/login", "/setup", "/nothing", "/api/v1");

  @Test
  void saysWhatItIsAndThatNobodyKeepsIt() throws Exception {
    user("kim", Role.ADMIN);
    String kim = cookieOf("kim");
    Map<String, RawHttp.Answer> answers = new LinkedHashMap<>();
    for (String path : paths()) {
      answers.put("nobody " + path, ask("GET", path, ""));
      answers.put("kim " + path, ask("GET", path, "", kim));
      answers.put("foreign " + path, ask("GET", path, "", kim, "Origin: https://evil.example"));
      answers.put("post " + path, ask("POST", path, "{\"nonsense\":1}", kim, origin()));
    }
    assertTrue(answers.size() > 100, answers.keySet().toString());

    for (Map.Entry<String, RawHttp.Answer> one : answers.entrySet()) {
      String what = one.getKey();
      RawHttp.Answer answer = one.getValue();
      assertEquals("nosniff", answer.header("x-content-type-options"), what);
      assertTrue(answer.header("content-security-policy").contains("frame-ancestors 'none'"), what);
      assertEquals("same-origin", answer.header("cross-origin-resource-policy"), what);
      assertTrue(answer.headers().keySet().stream().noneMatch(h -> h.startsWith("access-")), what);
      String path = what.substring(what.indexOf(' ') + 1);
      boolean isPage = PAGES.contains(path) && answer.status() == 200;
      assertEquals(isPage ? "no-cache" : "no-store", answer.header("cache-control"), what);
      if (!answer.body().isEmpty()) {
        String type = answer.header("content-type");
        assertFalse(type.isEmpty(), what);
        assertTrue(type.contains("json") || type.contains("; charset="), what + ": " + type);
      }
    }
  }

  private List<String> paths() throws Exception {
    List<String> paths = new ArrayList<>(PAGES);
    paths.addAll(DOORS);
    json(ask("GET", "/api/openapi.json", ""))
        .path("paths")
        .fieldNames()
        .forEachRemaining(path -> paths.add(path.replaceAll("\\{[a-z]+}", "boiler")));
    return paths;
  }
}
