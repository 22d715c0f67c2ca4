package dev.ferrule.gateway.web.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferrule.gateway.app.ServingFixture;
import dev.ferrule.gateway.ledger.Event;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.security.Grant;
import dev.ferrule.gateway.security.Role;
import dev.ferrule.gateway.security.accounts.Accounts;
import dev.ferrule.gateway.security.accounts.Change;
import dev.ferrule.gateway.security.accounts.Changes;
import dev.ferrule.gateway.security.accounts.Changes.Secretly;
import dev.ferrule.gateway.security.accounts.Outcome;
import dev.ferrule.gateway.security.accounts.RosterFile;
import dev.ferrule.gateway.security.accounts.SetupCodeFile;
import dev.ferrule.gateway.security.accounts.Tickets;
import dev.ferrule.gateway.stream.RawHttp;
import dev.ferrule.gateway.web.Access;
import dev.ferrule.gateway.web.layout.Layouts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A running server that lets in whom its accounts say, with two devices. */
abstract class AccessFixture {

  static final ObjectMapper JSON = new ObjectMapper();
  static final String PASSWORD = "a horse that counts staples";

  @TempDir Path data;
  final List<Event> events = new CopyOnWriteArrayList<>();
  Accounts accounts;
  Layouts layouts;
  ServingFixture server;

  @BeforeEach
  void start() throws IOException {
    accounts = Accounts.open(data, events::add);
    layouts = Layouts.open(data);
    server =
        new ServingFixture(
            new Access.Guarded("test", accounts, new Tickets()), layouts, "boiler", "tank");
    server.up("boiler", Channels.sensor("boiler", "temp"), Channels.relay("boiler", "pump"));
    server.up("tank", Channels.relay("tank", "valve"));
    server.settle();
  }

  @AfterEach
  void stop() {
    server.close();
    accounts.close();
    layouts.close();
  }

  /** The code that the first admin needs. */
  String setupCode() throws IOException {
    return new SetupCodeFile(data).read().orElseThrow();
  }

  /** Changes the accounts as the command line does, before or while the server runs. */
  <T> T change(Change<T> change) throws IOException {
    Outcome<T> outcome = new RosterFile(data).change(change).outcome();
    if (outcome instanceof Outcome.Done<T>(T made)) {
      return made;
    }
    throw new AssertionError(outcome.toString());
  }

  /** Adds a user by the command line's way, and waits until the server knows. */
  void user(String name, Role role, String... devices) throws Exception {
    Grant grant = new Grant(role, devices.length == 0 ? Grant.ALL_DEVICES : List.of(devices));
    change(Changes.addUser(name, new Secretly(PASSWORD), grant, System.currentTimeMillis()));
    until(() -> accounts.roster().users().containsKey(name));
  }

  /** A token for a role. */
  String token(String name, Role role, String... devices) throws Exception {
    Grant grant = new Grant(role, devices.length == 0 ? Grant.ALL_DEVICES : List.of(devices));
    String secret =
        change(Changes.addToken(name, grant, Duration.ofDays(1), System.currentTimeMillis()))
            .secret();
    until(() -> accounts.roster().byToken(secret, "", System.currentTimeMillis()).isPresent());
    return secret;
  }

  interface Condition {
    boolean holds() throws Exception;
  }

  static void until(Condition condition) throws Exception {
    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it did not come to be within a minute");
      }
      Thread.sleep(20);
    }
  }

  RawHttp.Answer ask(String method, String path, String body, String... headers)
      throws IOException {
    return send(method, path, "application/json", body, headers);
  }

  RawHttp.Answer send(String method, String path, String type, String body, String... headers)
      throws IOException {
    StringBuilder request = new StringBuilder();
    request.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: localhost:");
    request.append(server.port()).append("\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    if (!body.isEmpty()) {
      request.append("Content-Type: ").append(type).append("\r\nContent-Length: ");
      request.append(body.length()).append("\r\n");
    }
    request.append("Connection: close\r\n\r\n").append(body);
    return RawHttp.exchange(server.port(), request.toString());
  }

  /** What a page of this server says where it comes from. */
  String origin() {
    return "Origin: http://localhost:" + server.port();
  }

  /** The cookie header of somebody who logs in. */
  String cookieOf(String name) throws IOException {
    RawHttp.Answer answer =
        ask(
            "POST",
            "/api/v1/login",
            "{\"name\":\"" + name + "\",\"password\":\"" + PASSWORD + "\"}",
            origin());
    if (answer.status() != 200) {
      throw new AssertionError(answer.status() + " " + answer.body());
    }
    return cookie(answer);
  }

  static String cookie(RawHttp.Answer answer) {
    String set = answer.header("set-cookie");
    return "Cookie: " + set.substring(0, set.indexOf(';'));
  }

  static JsonNode json(RawHttp.Answer answer) throws IOException {
    return JSON.readTree(answer.body());
  }

  static String type(RawHttp.Answer answer) throws IOException {
    String type = json(answer).path("type").asText();
    return type.substring(type.lastIndexOf('/') + 1);
  }
}
