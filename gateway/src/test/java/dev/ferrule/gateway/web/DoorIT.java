package dev.ferrule.gateway.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.app.ServingFixture;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.stream.RawHttp;
import dev.ferrule.gateway.stream.RawWebSocket;
import dev.ferrule.gateway.stream.StreamSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that take what they can get, over real sockets: others are served meanwhile. */
class DoorIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int CHANNELS = 1_000;

  private final List<Socket> opened = new ArrayList<>();
  private ServingFixture server;

  @BeforeEach
  void start() {
    server = new ServingFixture(StreamSettings.DEFAULT, 1, "boiler");
    server.up(
        "boiler",
        IntStream.range(0, CHANNELS)
            .mapToObj(i -> Channels.sensor("boiler", "c" + i))
            .toArray(Channel[]::new));
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : opened) {
      socket.close();
    }
    server.close();
  }

  private Socket open() throws IOException {
    return open("127.0.0.1");
  }

  private Socket open(String from) throws IOException {
    Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), server.port(), InetAddress.getByName(from), 0);
    socket.setSoTimeout(60_000);
    opened.add(socket);
    return socket;
  }

  private String head(String method, String path) {
    return method + " " + path + " HTTP/1.1\r\nHost: localhost:" + server.port() + "\r\n";
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** As soon as what is under way from this address leaves a place. */
  private void assertServes() throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        assertEquals(200, RawHttp.send(server.port(), "GET", "/health/live").status());
        return;
      } catch (SocketException e) {
        assertTrue(System.nanoTime() < deadline, "no place: " + e.getMessage());
      }
    }
  }

  @Test
  void letsOthersInWhenConnectionsThatNeverAskTakeAllPlaces() throws Exception {
    for (int i = 0; i < 2 * HttpEndpoint.MAX_PLAIN; i++) {
      Socket unused = open();
    }
    assertServes();
  }

  /** HEAD of the WebSocket's address is no WebSocket, and neither is a version of another age. */
  @Test
  void countsWhatOnlyLooksLikeAWebSocket() throws Exception {
    for (int i = 0; i < 2 * HttpEndpoint.MAX_PLAIN; i++) {
      write(open(), head(i % 2 == 0 ? "HEAD" : "GET", "/ws/v1") + "Upgrade: websocket\r\n\r\n");
    }
    assertServes();
    long closed = opened.stream().filter(DoorIT::isClosed).count();
    assertTrue(closed >= HttpEndpoint.MAX_PLAIN - 1, closed + " closed");
  }

  /** Each is under way, and none would go by itself for ten seconds. */
  @Test
  void letsOthersInWhenBodiesThatDripTakeAllPlaces() throws Exception {
    for (int i = 0; i < 2 * HttpEndpoint.MAX_PLAIN; i++) {
      String head = head("POST", "/api/v1/commands");
      write(open(), head + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{");
    }
    Socket other = open("127.0.0.2");
    write(other, head("GET", "/health/live") + "\r\n");
    assertEquals("HTTP/1.1 200 OK", firstLine(other));
  }

  private static String firstLine(Socket socket) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = socket.getInputStream().read();
        c >= 0 && c != '\r';
        c = socket.getInputStream().read()) {
      line.append((char) c);
    }
    return line.toString();
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

  @Test
  void closesWhatNeverAsks() throws Exception {
    assertEndsWithin(open(), Duration.ofSeconds(8));
  }

  /** The answer is there, and the rest of the body drips on. */
  @Test
  void closesABodyThatDripsAfterItsAnswer() throws Exception {
    Socket socket = open();
    write(socket, head("POST", "/nothing-here") + "Content-Length: 100000\r\n\r\n");
    Thread dripping = Thread.ofVirtual().start(() -> drip(socket));
    assertEndsWithin(socket, Duration.ofSeconds(15));
    dripping.join();
  }

  private static void drip(Socket socket) {
    try {
      OutputStream out = socket.getOutputStream();
      for (int i = 0; i < 200; i++) {
        out.write('x');
        Thread.sleep(100);
      }
    } catch (IOException | InterruptedException e) {
      // closed, as it should be
    }
  }

  private static void assertEndsWithin(Socket socket, Duration limit) throws IOException {
    long begun = System.nanoTime();
    try {
      while (socket.getInputStream().read() >= 0) {}
    } catch (SocketException e) {
      // reset, because something of the body was not read
    }
    long took = System.nanoTime() - begun;
    assertTrue(took < limit.toNanos(), took / 1_000_000 + " ms");
  }

  @Test
  void endsAClientThatPingsWithoutReading() throws Exception {
    try (RawWebSocket client = new RawWebSocket(server.port())) {
      byte[] ping = RawWebSocket.frame(RawWebSocket.FIN | RawWebSocket.PING, new byte[125]);
      for (int i = 0; i < 1_000; i++) {
        client.write(ping, 0);
      }
      RawWebSocket.Frame frame = client.read();
      while (frame.opcode() != RawWebSocket.CLOSE) {
        frame = client.read();
      }
      assertEquals(4429, frame.code());
    }
    assertServes();
  }

  /** Each answer is some 100 KB; none is read. */
  @Test
  void servesOthersWhileRequestsInARowAreNotRead() throws Exception {
    String requests = (head("GET", "/api/v1/channels") + "\r\n").repeat(200);
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Socket socket = open();
      writers.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      write(socket, requests);
                    } catch (IOException e) {
                      // closed meanwhile
                    }
                  }));
    }
    long begun = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      assertServes();
    }
    long took = (System.nanoTime() - begun) / 1_000_000;
    assertTrue(took < 10_000, took + " ms");
    stop();
    for (Thread writer : writers) {
      writer.join();
    }
    start();
  }
}
