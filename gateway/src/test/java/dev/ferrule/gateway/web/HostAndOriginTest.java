package dev.ferrule.gateway.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.LogWitness;
import dev.ferrule.gateway.stream.RawHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and what every answer says to the browser. */
class HostAndOriginTest extends HttpClientFixture {

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]"})
  void answersToItsNames(String name) throws Exception {
    assertEquals(200, host(name + ":" + server.port()).status());
    assertEquals(200, origin("http://" + name + ":" + server.port()).status());
  }

  @Test
  void answersToTheAddressesThatTheConfigurationNames() throws Exception {
    assertEquals(200, host("gateway.example:9000").status());
    assertEquals(200, origin("http://gateway.example:9000").status());
    assertEquals(403, origin("https://gateway.example:9000").status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "localhost", "127.0.0.1", "localhost:1", "localhost.evil.example"})
  void doesNotAnswerToOtherNames(String name) throws Exception {
    RawHttp.Answer answer = host(name);
    assertEquals(421, answer.status());
    assertTrue(answer.body().contains("http.public_urls"), answer.body());
  }

  @Test
  void doesNotAnswerToNoNameOrTwo() throws Exception {
    String nameless = "GET /health/live HTTP/1.0\r\nConnection: close\r\n\r\n";
    assertEquals(421, RawHttp.exchange(server.port(), nameless).status());
    int twice = get("/", "Host: localhost:" + server.port(), "Host: evil.example").status();
    assertEquals(421, twice);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "http://evil.example",
        "http://localhost",
        "https://localhost:1",
        "file://"
      })
  void refusesForeignPages(String origin) throws Exception {
    RawHttp.Answer answer = origin(origin);
    assertEquals(403, answer.status());
    assertTrue(answer.body().contains("http.public_urls"), answer.body());
  }

  @Test
  void logsWhatItRefusesAndWhatToDo() throws Exception {
    try (LogWitness log = new LogWitness("dev.ferrule.web")) {
      host("evil.example");
      origin("http://evil.example");
      List<String> lines = log.heard().stream().map(new SimpleFormatter()::formatMessage).toList();
      assertEquals(2, lines.size(), lines.toString());
      assertTrue(lines.get(0).contains("from 127.0.0.1"), lines.toString());
      for (String line : lines) {
        assertTrue(line.contains("evil.example") && line.contains("http.public_urls"), line);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/health/live", "/nothing", "/api/v1/devices"})
  void tellsTheBrowserWhatNotToDo(String path) throws Exception {
    RawHttp.Answer answer = get(path);
    String policy = answer.header("content-security-policy");
    assertTrue(policy.startsWith("default-src 'none'; script-src 'self'"), policy);
    assertTrue(policy.contains("frame-ancestors 'none'"), policy);
    assertTrue(policy.contains("require-trusted-types-for 'script'"), policy);
    assertFalse(policy.contains("unsafe"), policy);
    assertEquals("nosniff", answer.header("x-content-type-options"));
    assertEquals("no-referrer", answer.header("referrer-policy"));
    assertEquals("same-origin", answer.header("cross-origin-opener-policy"));
    assertEquals("same-origin", answer.header("cross-origin-resource-policy"));
    assertTrue(answer.header("permissions-policy").contains("camera=()"));
  }

  @Test
  void limitsHeadersAndLines() throws Exception {
    assertEquals(431, get("/", "X-Long: " + "x".repeat(10_000)).status());
    assertEquals(414, get("/" + "x".repeat(10_000)).status());
  }

  @Test
  void closesAConnectionThatNeverEndsItsRequest() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(60_000);
      byte[] half = "GET / HTTP/1.1\r\nHost:".getBytes(StandardCharsets.ISO_8859_1);
      socket.getOutputStream().write(half);
      assertEquals(-1, socket.getInputStream().read());
    }
  }

  private RawHttp.Answer host(String host) throws IOException {
    return get("/health/live", "Host: " + host);
  }

  private RawHttp.Answer origin(String origin) throws IOException {
    return get("/health/live", "Origin: " + origin);
  }
}
