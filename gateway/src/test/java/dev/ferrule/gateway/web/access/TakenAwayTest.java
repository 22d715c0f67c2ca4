package dev.ferrule.gateway.web.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.security.Role;
import dev.ferrule.gateway.security.accounts.Changes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What was taken away is gone, whatever was under way and whoever stands in the way. */
class TakenAwayTest extends AccessFixture {

  @Test
  void aRequestThatWasBegunBeforeCountsNoMore() throws Exception {
    user("kim", Role.ADMIN);
    user("eve", Role.ADMIN);
    String body = "{\"name\":\"door\",\"password\":\"" + PASSWORD + "\",\"role\":\"admin\"}";
    String head =
        "POST /api/v1/users HTTP/1.1\r\nHost: localhost:%d\r\n%s\r\n%s\r\n"
                .formatted(server.port(), origin(), cookieOf("eve"))
            + "Content-Type: application/json\r\nConnection: close\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(60_000);
      write(socket, head + body.substring(0, 3));
      change(Changes.removeUser("eve"));
      until(() -> !accounts.roster().users().containsKey("eve"));
      write(socket, body.substring(3));
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertTrue(answer.startsWith("HTTP/1.1 401 "), answer);
    }
    assertFalse(accounts.roster().users().containsKey("door"));
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  @Test
  void nobodyCanStandInTheWayByLoggingIn() throws Exception {
    user("kim", Role.ADMIN);
    user("eve", Role.VIEWER);
    String kim = cookieOf("kim");
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> flood = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      flood.add(Thread.ofVirtual().start(() -> logInUntil(over)));
    }
    try {
      for (int i = 0; i < 10; i++) {
        String path = "/api/v1/tokens/none" + i;
        assertEquals(404, ask("DELETE", path, "", kim, origin()).status());
      }
      assertEquals(204, ask("DELETE", "/api/v1/users/eve", "", kim, origin()).status());
    } finally {
      over.set(true);
      for (Thread thread : flood) {
        thread.join();
      }
    }
  }

  private void logInUntil(AtomicBoolean over) {
    String login = "{\"name\":\"eve\",\"password\":\"" + PASSWORD + "\"}";
    while (!over.get()) {
      try {
        ask("POST", "/api/v1/login", login, origin());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void aTokenSeesAndEndsNoSessionsOfOthers() throws Exception {
    user("kim", Role.ADMIN);
    String kim = cookieOf("kim");
    String bearer = "Authorization: Bearer " + token("t", Role.ADMIN);
    assertEquals("{\"sessions\":[]}", ask("GET", "/api/v1/sessions", "", bearer).body());
    String id = json(ask("GET", "/api/v1/sessions", "", kim)).at("/sessions/0/id").asText();
    assertEquals(404, ask("DELETE", "/api/v1/sessions/" + id, "", bearer).status());
    assertEquals(200, ask("GET", "/api/v1/login", "", kim).status());
  }

  @Test
  void aFileThatIsGoneTakesNobodysRights() throws Exception {
    user("kim", Role.ADMIN);
    String kim = cookieOf("kim");
    Files.delete(data.resolve("accounts.json"));
    cookieOf("kim");
    assertEquals(200, ask("GET", "/api/v1/login", "", kim).status());
    assertTrue(Files.readString(data.resolve("accounts.json")).contains("kim"));
  }

  @Test
  void aQueryThatCannotBeDecodedIsAnswered() throws Exception {
    user("kim", Role.ADMIN);
    assertEquals(200, ask("GET", "/login?next=%zz", "").status());
    assertEquals(401, ask("GET", "/ws/v1?ticket=%zz", "").status());
    String basic = "Authorization: Basic a2ltOng=";
    assertEquals(200, ask("GET", "/api/v1/login", "", basic, cookieOf("kim")).status());
  }
}
