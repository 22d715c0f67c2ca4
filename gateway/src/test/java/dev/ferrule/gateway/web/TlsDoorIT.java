package dev.ferrule.gateway.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.app.ServingFixture;
import dev.ferrule.gateway.web.tls.TlsMode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Handshakes that never end, over real sockets: others are served meanwhile. */
class TlsDoorIT {

  /** Begins a record of 512 bytes that holds a ClientHello of 508. */
  private static final byte[] HALF_A_HELLO = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3};

  @TempDir private Path data;

  private final List<Socket> opened = new ArrayList<>();
  private ServingFixture server;
  private TlsClient client;

  @BeforeEach
  void start() throws Exception {
    Transport auto = Transport.of(new TlsMode.Auto());
    HttpSettings settings = new HttpSettings("127.0.0.1", 0, 1, List.of(), false, auto);
    server = new ServingFixture(settings, ServingFixture.identity(settings, data), "boiler");
    client = new TlsClient(Files.readString(data.resolve("tls/ca.crt")));
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : opened) {
      socket.close();
    }
    server.close();
  }

  private Socket open(byte[] hello) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(60_000);
    opened.add(socket);
    socket.getOutputStream().write(hello);
    return socket;
  }

  private void assertServes() throws IOException {
    String host = "Host: localhost:" + server.port();
    assertEquals(200, client.get(server.port(), "/health/live", host).status());
  }

  @Test
  void endsAHandshakeThatNeverBegins() throws Exception {
    assertEndsWithin(open(new byte[0]), Duration.ofSeconds(13));
  }

  @Test
  void endsAHandshakeThatNeverEnds() throws Exception {
    assertEndsWithin(open(HALF_A_HELLO), Duration.ofSeconds(13));
  }

  private static void assertEndsWithin(Socket socket, Duration limit) throws IOException {
    long begun = System.nanoTime();
    try {
      while (socket.getInputStream().read() >= 0) {}
    } catch (SocketException e) {
      // reset
    }
    long took = System.nanoTime() - begun;
    assertTrue(took < limit.toNanos(), took / 1_000_000 + " ms");
  }

  /** They are counted from their first byte on, so the oldest make room at once. */
  @Test
  void letsOthersInWhenHandshakesThatNeverEndTakeAllPlaces() throws Exception {
    for (int i = 0; i < 2 * HttpEndpoint.MAX_PLAIN; i++) {
      Socket unused = open(i % 2 == 0 ? HALF_A_HELLO : new byte[0]);
    }
    assertServes();
    long closed = opened.stream().filter(TlsDoorIT::isClosed).count();
    assertTrue(closed >= HttpEndpoint.MAX_PLAIN, closed + " closed");
  }

  private static boolean isClosed(Socket socket) {
    try {
      socket.setSoTimeout(1);
      while (socket.getInputStream().read() >= 0) {}
      return true;
    } catch (SocketException e) {
      return true;
    } catch (IOException e) {
      return false; // nothing to be read yet
    }
  }
}
