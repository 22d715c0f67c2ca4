package dev.ferrule.gateway.web;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.stream.RawHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes after the head of a request, and what comes after that. */
class RequestBodyTest extends HttpClientFixture {

  private static final String COMMAND =
      "{\"id\":\"command-1\",\"channel\":\"boiler.pump\",\"value\":1}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json                  | 202",
        "Application/JSON                  | 202",
        "application/json;charset=utf-8    | 202",
        "application/json ; x              | 202",
        "application/*                     | 415",
        "*/*                               | 415",
        "text/plain                        | 415",
        "application/json, text/plain      | 415",
        "application/vnd.x+json            | 415",
        "multipart/form-data; boundary=x   | 415",
        "application/x-www-form-urlencoded | 415"
      })
  void takesJsonOnly(String type, int status) throws Exception {
    String head = "Content-Type: " + type + "\r\nConnection: close\r\n";
    assertEquals(status, RawHttp.exchange(server.port(), sized(head, COMMAND)).status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Type: text/plain\r\n", ""})
  void refusesAnotherTypeBeforeTheBodyComes(String type) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(60_000);
      byte[] head = head(type + "Content-Length: 9\r\n").getBytes(StandardCharsets.ISO_8859_1);
      socket.getOutputStream().write(head);
      byte[] status = socket.getInputStream().readNBytes(12);
      assertEquals("HTTP/1.1 415", new String(status, StandardCharsets.ISO_8859_1));
    }
  }

  @Test
  void takesNoBodyForAnEmptyOne() throws Exception {
    RawHttp.Answer answer = RawHttp.exchange(server.port(), post("Connection: close\r\n"));
    assertEquals(400, answer.status());
    assertEquals("Send one object: {…}.", json(answer).path("hint").asText());
  }

  @Test
  void takesABodyInChunks() throws Exception {
    assertEquals(202, RawHttp.exchange(server.port(), chunked(COMMAND)).status());
    assertEquals(400, RawHttp.exchange(server.port(), chunked(" ".repeat(8_192))).status());
  }

  @Test
  void refusesChunksOverTheLimitAndCloses() throws Exception {
    // Without the last chunk: there is nothing more to wait for.
    String request = chunked(" ".repeat(8_193)).replace("0\r\n\r\n", "").replace("close", "x");
    RawHttp.Answer answer = RawHttp.exchange(server.port(), request);
    assertEquals(413, answer.status());
    assertEquals("close", answer.header("connection"));
    assertEquals("https://ferrule.dev/problems/too-large", json(answer).path("type").asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"zz\r\n", "2\r\n{}\r\nzz\r\n"})
  void refusesChunksThatAreNone(String chunks) throws Exception {
    String request = post("Transfer-Encoding: chunked\r\n") + chunks;
    RawHttp.Answer answer = RawHttp.exchange(server.port(), request);
    assertEquals(400, answer.status());
    assertEquals("close", answer.header("connection"));
    assertEquals("The body is broken.", json(answer).path("detail").asText());
  }

  /** Where two readers of one connection see different ends, one request hides another. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 2\r\nContent-Length: 200\r\n",
        "Content-Length: 2, 200\r\n",
        "Content-Length: +2\r\n",
        "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding: xchunked\r\nContent-Length: 2\r\n",
        "Transfer-Encoding: identity\r\nContent-Length: 2\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"
      })
  void takesNoBodyWithTwoEnds(String lengths) throws Exception {
    String hidden = head("Connection: close\r\n").replace("POST", "DELETE");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(60_000);
      String request = post(lengths) + "0\r\n\r\n" + hidden;
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      String answers =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertTrue(answers.startsWith("HTTP/1.1 400 "), answers);
      assertEquals(answers.lastIndexOf("HTTP/1.1"), answers.indexOf("HTTP/1.1"), answers);
    }
  }

  @Test
  void waitsTenSecondsForABody() throws Exception {
    long begun = System.nanoTime();
    String request = post("Content-Length: 20\r\n") + "{}";
    RawHttp.Answer answer = RawHttp.exchange(server.port(), request);
    assertEquals(408, answer.status());
    assertEquals("close", answer.header("connection"));
    assertEquals("https://ferrule.dev/problems/timeout", json(answer).path("type").asText());
    assertTrue(System.nanoTime() - begun > 9_000_000_000L);
  }

  @Test
  void doesNotCountTheWaitForACommandAsThatForItsBody() throws Exception {
    RawHttp.Answer answer = post("/api/v1/commands?wait=11s", COMMAND);
    assertEquals(202, answer.status());
  }

  @Test
  void tellsToGoOnOnce() throws Exception {
    String head = "Content-Type: application/json\r\nExpect: 100-continue\r\nConnection: close\r\n";
    RawHttp.Answer first = RawHttp.exchange(server.port(), sized(head, COMMAND));
    assertEquals(100, first.status());
    assertTrue(first.body().startsWith("HTTP/1.1 202 "), first.body());
    assertFalse(first.body().contains("100 Continue"), first.body());
  }

  @Test
  void doesNotMindOtherExpectations() throws Exception {
    String head = "Content-Type: application/json\r\nExpect: 200-ok\r\nConnection: close\r\n";
    assertEquals(202, RawHttp.exchange(server.port(), sized(head, COMMAND)).status());
  }

  @Test
  void answersWhatWasAskedAtOnceInItsOrder() throws Exception {
    String get = "GET /health/live HTTP/1.1\r\nHost: localhost:" + server.port() + "\r\n";
    String type = "Content-Type: application/json\r\n";
    String text =
        all(
            sized(type, COMMAND)
                + get
                + "\r\n"
                + sized(type, "{}")
                + sized("Content-Type: text/plain\r\n", "{}")
                + get.replace("live", "nothing")
                + "\r\n"
                + get
                + "Connection: close\r\n\r\n");
    assertEquals("202 200 400 415 404 200", statuses(text), text);
  }

  @Test
  void answersAWaitingCommandBeforeWhatCameAfterIt() throws Exception {
    String type = "Content-Type: application/json\r\n";
    String request =
        sized(type, COMMAND).replace("commands", "commands?wait=300ms")
            + sized(type + "Connection: close\r\n", "{}");
    String text = all(request);
    assertEquals("202 400", statuses(text), text);
  }

  private String all(String request) throws IOException {
    RawHttp.Answer answer = RawHttp.exchange(server.port(), request);
    return "HTTP/1.1 " + answer.status() + " \r\n\r\n" + answer.body();
  }

  private static String statuses(String text) {
    return Pattern.compile("HTTP/1\\.1 (\\d+) ")
        .matcher(text)
        .results()
        .map(status -> status.group(1))
        .collect(joining(" "));
  }

  private String post(String headers) {
    return head("Content-Type: application/json\r\n" + headers);
  }

  private String head(String headers) {
    return "POST /api/v1/commands HTTP/1.1\r\nHost: localhost:"
        + server.port()
        + "\r\n"
        + headers
        + "\r\n";
  }

  private String sized(String headers, String body) {
    return head(headers + "Content-Length: " + body.length() + "\r\n") + body;
  }

  private String chunked(String body) {
    String size = Integer.toHexString(body.length());
    return post("Transfer-Encoding: chunked\r\nConnection: close\r\n")
        + size
        + "\r\n"
        + body
        + "\r\n0\r\n\r\n";
  }
}
