package dev.ferrule.gateway.web.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.app.ServingFixture;
import dev.ferrule.gateway.security.AddressRange;
import dev.ferrule.gateway.security.Grant;
import dev.ferrule.gateway.security.Role;
import dev.ferrule.gateway.security.accounts.Accounts;
import dev.ferrule.gateway.security.accounts.Changes;
import dev.ferrule.gateway.security.accounts.Changes.Secretly;
import dev.ferrule.gateway.security.accounts.Tickets;
import dev.ferrule.gateway.stream.RawHttp;
import dev.ferrule.gateway.web.Access;
import dev.ferrule.gateway.web.HttpSettings;
import dev.ferrule.gateway.web.Transport;
import dev.ferrule.gateway.web.tls.TlsMode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Setting up, logging in and out, over real sockets. */
class LoginTest extends AccessFixture {

  @Test
  void answersNobodyButThatItLivesBeforeItIsSetUp() throws Exception {
    assertEquals(200, ask("GET", "/health/live", "").status());
    assertEquals(200, ask("GET", "/", "").status());
    assertEquals("{\"needed\":true}", ask("GET", "/api/v1/login/setup", "").body());
    RawHttp.Answer readings = ask("GET", "/api/v1/readings", "");
    assertEquals(401, readings.status());
    assertEquals("setup-needed", type(readings));
    assertEquals("Bearer", readings.header("www-authenticate"));
    assertEquals(303, ask("GET", "/login", "").status());
    assertEquals("setup", ask("GET", "/login", "").header("location"));
  }

  @Test
  void makesTheFirstAdminWithTheSetupCode() throws Exception {
    String right = setupCode().toLowerCase(Locale.ROOT).replace("-", " ");
    RawHttp.Answer wrong = setUp("0000-0000-0000-0000", PASSWORD);
    assertEquals(401, wrong.status());
    assertEquals("wrong-login", type(wrong));
    RawHttp.Answer refused = setUp(right, "short");
    assertEquals(422, refused.status());
    assertEquals("/password", json(refused).path("place").asText());

    RawHttp.Answer made = setUp(right, PASSWORD);

    assertEquals(201, made.status(), made.body());
    assertEquals("admin", json(made).path("role").asText());
    assertEquals(200, ask("GET", "/api/v1/readings", "", cookie(made)).status());
    assertFalse(Files.exists(data.resolve("setup-code")));
    assertEquals(401, setUp(right, PASSWORD).status(), "the code is good once");
  }

  private RawHttp.Answer setUp(String code, String password) throws Exception {
    return ask(
        "POST",
        "/api/v1/login/setup",
        "{\"code\":\"" + code + "\",\"name\":\"kim\",\"password\":\"" + password + "\"}",
        origin());
  }

  @Test
  void givesACookieThatScriptsAndOtherSitesCannotUse() throws Exception {
    user("kim", Role.ADMIN);
    RawHttp.Answer in = logIn("kim", PASSWORD);
    String cookie = in.header("set-cookie");
    assertTrue(cookie.startsWith("ferrule-" + server.port() + "="), cookie);
    assertTrue(cookie.contains("HTTPOnly") && cookie.contains("SameSite=Strict"), cookie);
    assertTrue(cookie.contains("Path=/"), cookie);
    assertEquals(200, ask("GET", "/api/v1/devices", "", cookie(in)).status());
    assertEquals("kim", json(ask("GET", "/api/v1/login", "", cookie(in))).path("name").asText());
  }

  /** As a proxy says it that encrypts; with TLS of its own it is the same. */
  @Test
  void givesWhoCameOverTlsACookieForTlsAlone() throws Exception {
    user("kim", Role.ADMIN);
    server.close();
    List<AddressRange> proxies = List.of(AddressRange.parse("127.0.0.1"));
    Transport behind = new Transport(new TlsMode.Off(), "", proxies, false, OptionalInt.empty());
    HttpSettings http = new HttpSettings("127.0.0.1", 0, 1, List.of(), true, behind);
    Access access = new Access.Guarded("test", accounts, new Tickets());
    server = new ServingFixture(http, access, ServingFixture.identity(http, data), "boiler");

    String login = "{\"name\":\"kim\",\"password\":\"" + PASSWORD + "\"}";
    String origin = "Origin: https://localhost:" + server.port();
    RawHttp.Answer in = ask("POST", "/api/v1/login", login, "X-Forwarded-Proto: https", origin);

    String cookie = in.header("set-cookie");
    assertTrue(cookie.startsWith("__Host-ferrule-" + server.port() + "="), cookie);
    assertTrue(cookie.contains("; Secure") && cookie.contains("Path=/"), cookie);
    assertFalse(cookie.contains("Domain"), cookie);
    String shown = cookie(in);
    assertEquals(200, ask("GET", "/api/v1/login", "", shown, "X-Forwarded-Proto: https").status());
    assertEquals(401, ask("GET", "/api/v1/login", "", shown).status(), "over plain HTTP");
  }

  @Test
  void takesAPasswordExactlyAsItWasTyped() throws Exception {
    String password = "More than 64 of them, " + "x".repeat(80) + " Large and small ";
    change(Changes.addUser("ben", new Secretly(password), Grant.of(Role.VIEWER), 1));
    until(() -> accounts.roster().users().containsKey("ben"));
    assertEquals(200, logIn("ben", password).status());
    for (String other :
        List.of(password.strip(), password.toLowerCase(Locale.ROOT), password.substring(0, 64))) {
      assertEquals(401, logIn("ben", other).status(), other);
    }
  }

  /** Whoever copied the cookie before is out with it. */
  @Test
  void endsTheSessionThatTheBrowserHadBefore() throws Exception {
    user("kim", Role.ADMIN);
    String before = cookieOf("kim");
    String elsewhere = cookieOf("kim");
    String login = "{\"name\":\"kim\",\"password\":\"" + PASSWORD + "\"}";
    RawHttp.Answer again = ask("POST", "/api/v1/login", login, before, origin());
    assertEquals(200, again.status());
    assertEquals(200, ask("GET", "/api/v1/login", "", cookie(again)).status());
    assertEquals(401, ask("GET", "/api/v1/login", "", before).status());
    assertEquals(200, ask("GET", "/api/v1/login", "", elsewhere).status());
    RawHttp.Answer wrong = ask("POST", "/api/v1/login", login.replace("horse", "cow"), elsewhere);
    assertEquals(401, wrong.status());
    assertEquals(200, ask("GET", "/api/v1/login", "", elsewhere).status());
  }

  @Test
  void doesNotTakeACookieWithoutAnOriginForWhatChangesSomething() throws Exception {
    user("kim", Role.ADMIN);
    String cookie = cookieOf("kim");
    String command = "{\"channel\":\"boiler.pump\",\"value\":1}";
    assertEquals(401, ask("POST", "/api/v1/commands", command, cookie).status());
    assertEquals(202, ask("POST", "/api/v1/commands", command, cookie, origin()).status());
  }

  @Test
  void saysTheSameOfAWrongNameAsOfAWrongPassword() throws Exception {
    user("kim", Role.ADMIN);
    RawHttp.Answer name = logIn("nobody", PASSWORD);
    RawHttp.Answer password = logIn("kim", "another horse altogether");
    assertEquals(401, name.status());
    assertEquals(name.body(), password.body());
  }

  @Test
  void makesThoseWaitWhoGuess() throws Exception {
    user("kim", Role.ADMIN);
    for (int i = 0; i < 5; i++) {
      assertEquals(401, logIn("kim", "another horse altogether").status());
    }
    RawHttp.Answer sixth = logIn("kim", PASSWORD);
    assertEquals(429, sixth.status());
    assertEquals("1", sixth.header("retry-after"));
    until(() -> logIn("kim", PASSWORD).status() == 200);
  }

  @Test
  void endsASessionForGood() throws Exception {
    user("kim", Role.ADMIN);
    String one = cookieOf("kim");
    String other = cookieOf("kim");
    assertNotEquals(one, other);
    RawHttp.Answer out = ask("DELETE", "/api/v1/login", "", one, origin());
    assertEquals(204, out.status());
    assertEquals("\"cache\"", out.header("clear-site-data"));
    assertTrue(out.header("set-cookie").contains("Max-Age=0"), out.header("set-cookie"));
    assertEquals(401, ask("GET", "/api/v1/login", "", one).status());
    assertEquals(200, ask("GET", "/api/v1/login", "", other).status());
    assertEquals(204, ask("DELETE", "/api/v1/login?all=1", "", other, origin()).status());
    assertEquals(401, ask("GET", "/api/v1/login", "", other).status());
  }

  @Test
  void endsTheOtherSessionsOfWhoChangesTheirPassword() throws Exception {
    user("kim", Role.OPERATOR);
    user("ann", Role.ADMIN);
    String here = cookieOf("kim");
    String there = cookieOf("kim");
    String change = "{\"password\":\"" + PASSWORD + "\",\"new\":\"nine blue kettles sing\"}";
    assertEquals(204, ask("PATCH", "/api/v1/login/password", change, here, origin()).status());
    assertEquals(200, ask("GET", "/api/v1/login", "", here).status());
    assertEquals(401, ask("GET", "/api/v1/login", "", there).status());
    assertEquals(401, logIn("kim", PASSWORD).status());
    assertEquals(200, logIn("kim", "nine blue kettles sing").status());
  }

  @Test
  void keepsSessionsOverARestart() throws Exception {
    user("kim", Role.ADMIN);
    String cookie = cookieOf("kim");
    accounts.close();
    try (Accounts again = Accounts.open(data)) {
      String secret = cookie.substring(cookie.indexOf('=') + 1);
      assertTrue(again.roster().bySession(secret, "", System.currentTimeMillis()).isPresent());
    }
    String file = Files.readString(data.resolve("accounts.json"));
    assertFalse(file.contains(PASSWORD));
    assertFalse(file.contains(cookie.substring(cookie.indexOf('=') + 1)));
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(data.resolve("accounts.json"))));
  }

  @Test
  void setsADamagedFileAsideAndCanBeSetUpAgain() throws Exception {
    user("kim", Role.ADMIN);
    accounts.close();
    Files.writeString(data.resolve("accounts.json"), "{\"version\":1,\"users\":[{\"na");
    try (Accounts again = Accounts.open(data)) {
      assertTrue(again.roster().isEmpty());
      try (var files = Files.list(data)) {
        assertTrue(files.anyMatch(f -> f.getFileName().toString().startsWith("accounts.json.bad")));
      }
    }
  }

  @Test
  void logsInByAFormThatNeedsNoScript() throws Exception {
    user("kim", Role.ADMIN);
    RawHttp.Answer page = ask("GET", "/login?next=/trends", "");
    assertEquals(200, page.status());
    assertTrue(page.body().contains("name=\"next\" value=\"/trends\""), page.body());
    assertEquals("same-origin", page.header("referrer-policy"), "else a browser hides its origin");

    RawHttp.Answer wrong = form("kim", "another horse altogether", "/trends");
    assertEquals(401, wrong.status());
    assertTrue(wrong.body().contains("do not belong together"), wrong.body());
    assertTrue(wrong.body().contains("value=\"kim\""), wrong.body());
    assertFalse(wrong.body().contains("another horse"));

    RawHttp.Answer in = form("kim", PASSWORD, "/trends");
    assertEquals(303, in.status());
    assertEquals("/trends", in.header("location"));
    assertEquals(200, ask("GET", "/api/v1/devices", "", cookie(in)).status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:x", ""})
  void leadsNowhereElseAfterLogin(String next) throws Exception {
    user("kim", Role.ADMIN);
    assertEquals("./", form("kim", PASSWORD, next).header("location"));
  }

  @Test
  void showsWhatWasTypedAsText() throws Exception {
    user("kim", Role.ADMIN);
    String page = form("\"><script>alert(1)</script>", PASSWORD, "/").body();
    assertFalse(page.contains("<script>"), page);
    assertTrue(page.contains("&lt;script&gt;"), page);
  }

  @Test
  void refusesAFormOfAnotherSite() throws Exception {
    user("kim", Role.ADMIN);
    RawHttp.Answer answer =
        send(
            "POST",
            "/login",
            "application/x-www-form-urlencoded",
            "name=kim",
            "Origin: https://evil.example");
    assertEquals(403, answer.status());
  }

  @Test
  void removesWhatTheCommandLineRemovesWhileItRuns() throws Exception {
    user("kim", Role.ADMIN);
    user("ben", Role.OPERATOR);
    String cookie = cookieOf("ben");
    change(Changes.removeUser("ben"));
    until(() -> ask("GET", "/api/v1/login", "", cookie).status() == 401);
  }

  private RawHttp.Answer logIn(String name, String password) throws Exception {
    return ask(
        "POST",
        "/api/v1/login",
        "{\"name\":\"" + name + "\",\"password\":\"" + password + "\"}",
        origin());
  }

  private RawHttp.Answer form(String name, String password, String next) throws Exception {
    return send(
        "POST",
        "/login",
        "application/x-www-form-urlencoded",
        "name=" + encode(name) + "&password=" + encode(password) + "&next=" + encode(next),
        origin());
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
