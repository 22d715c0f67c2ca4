package dev.ferrule.gateway.web.access;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.gateway.LogWitness;
import dev.ferrule.gateway.security.Role;
import dev.ferrule.gateway.stream.RawHttp;
import dev.ferrule.gateway.stream.WsClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is secret is planted, everything is asked, and nothing of it comes back. */
class SecretsTest extends AccessFixture {

  private static final String NEXT_PASSWORD = "seven violet lanterns";

  /** Everything that was said, by where it was heard. */
  private final Map<String, String> heard = new LinkedHashMap<>();

  @Test
  void comeBackInNoAnswerNoMessageNoLogAndNoFile() throws Exception {
    Logger root = Logger.getLogger("");
    Level before = root.getLevel();
    root.setLevel(Level.ALL);
    try (LogWitness log = new LogWitness("")) {
      Map<String, String> secrets = plantAndAsk();
      heard.put(
          "log",
          log.heard().stream().map(new SimpleFormatter()::format).collect(Collectors.joining()));
      try (var files = Files.list(data)) {
        for (Path file : files.toList()) {
          heard.put(file.getFileName().toString(), Files.readString(file));
        }
      }
      assertTrue(heard.size() > 25, heard.keySet().toString());
      assertTrue(heard.get("log").contains("kim logged in"), "the log was not heard");
      heard.forEach(
          (where, text) ->
              secrets.forEach(
                  (what, secret) -> assertFalse(text.contains(secret), what + " in " + where)));
    } finally {
      root.setLevel(before);
    }
  }

  private Map<String, String> plantAndAsk() throws Exception {
    user("kim", Role.ADMIN);
    String cookie = cookieOf("kim");
    String bearer = token("grafana", Role.ENGINEER);
    JsonNode ticket =
        json(ask("POST", "/api/v1/login/ticket", "", "Authorization: Bearer " + bearer));
    Map<String, String> secrets = new LinkedHashMap<>();
    secrets.put("password", PASSWORD);
    secrets.put("new password", NEXT_PASSWORD);
    secrets.put("session", cookie.substring(cookie.indexOf('=') + 1));
    secrets.put("token", bearer);
    secrets.put("ticket", ticket.path("ticket").asText());

    JsonNode paths = json(ask("GET", "/api/openapi.json", "")).path("paths");
    for (Map.Entry<String, JsonNode> path : paths.properties()) {
      String address = path.getKey().replaceAll("\\{[a-z]+}", "boiler");
      hear("GET " + address, ask("GET", address, "", cookie));
      hear("bad body to " + address, ask("POST", address, wrongBody(), cookie, origin()));
      hear("query of " + address, ask("GET", address + "?password=x", "", cookie));
    }
    hear("login page", ask("GET", "/login?next=/trends", ""));
    hear(
        "wrong login",
        send(
            "POST",
            "/login",
            "application/x-www-form-urlencoded",
            "name=ben&password=" + NEXT_PASSWORD.replace(' ', '+'),
            origin()));
    try (WsClient client = WsClient.withTicket(server.port(), secrets.get("ticket"))) {
      heard.put("hello", client.text("hello").toString());
    }
    hear("users", ask("GET", "/api/v1/users", "", cookie));
    hear("tokens", ask("GET", "/api/v1/tokens", "", cookie));
    hear("sessions", ask("GET", "/api/v1/sessions", "", cookie));
    accounts.close();
    return secrets;
  }

  /** One that is refused wherever it is sent. */
  private static String wrongBody() {
    return "{\"password\":\"" + NEXT_PASSWORD + "\",\"new\":7,\"nonsense\":1}";
  }

  private void hear(String where, RawHttp.Answer answer) {
    heard.put(where, answer.headers() + "\n" + answer.body());
  }
}
