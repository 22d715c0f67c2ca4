package dev.ferrule.gateway.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients say when something else than a gateway is at the address. */
class NoGatewayTest {

  private ServerSocket server;
  private volatile String answer = "";

  @BeforeEach
  void open() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        int first = client.getInputStream().read();
        client.getOutputStream().write((first < 0 ? "" : answer).getBytes(US_ASCII));
      } catch (IOException e) {
        // The test is over, or the client was the first to go.
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"watch", "send a.b 1", "capture --device a"})
  void sayInWordsWhatIsThere(String command) {
    String plain = "http://127.0.0.1:" + server.getLocalPort() + "/";
    String tls = "https" + plain.substring("http".length());

    assertAll(
        () -> assertSays("closed the connection without an answer", command, plain, ""),
        () -> assertSays("does not answer as a gateway does", command, plain, "SSH-2.0-x\r\n\r\n"),
        () ->
            assertSays(
                "does not speak TLS as this machine does", command, tls, "HTTP/1.1 400\r\n\r\n"),
        () ->
            assertSays(
                "is no Ferrule gateway (HTTP 404)",
                command,
                plain,
                "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"),
        () ->
            assertSays(
                "is for people on their way to https: --url https://a.local:8443/",
                command,
                plain,
                "HTTP/1.1 426 \r\nLocation: https://a.local:8443/\r\nContent-Length: 0\r\n\r\n"));
  }

  private void assertSays(String what, String command, String url, String answer) {
    this.answer = answer;
    var run = CommandRun.of((command + " --url " + url).split(" "));
    assertAll(
        () -> assertEquals(4, run.exitCode(), run.err()),
        () ->
            assertEquals(
                "ferrule: " + url + " " + what + "; is it running? Another one: --url\n",
                run.err()));
  }
}
