package dev.ferrule.gateway.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.app.ServingFixture;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.stream.StreamSettings;
import dev.ferrule.protocol.Quality;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What one address may do to others: they are let in, answered and obeyed. How fast is measured
 * elsewhere.
 */
class StormIT {

  private static final int SENSORS = 1_000;

  /** What the other client asks, until long after a storm has taken all places. */
  private static final int QUESTIONS = 60;

  private ServingFixture server;

  @BeforeEach
  void start() {
    server = new ServingFixture(StreamSettings.DEFAULT, 1, "boiler", "other");
    List<Channel> channels = new ArrayList<>();
    channels.add(Channels.relay("boiler", "pump"));
    IntStream.range(0, SENSORS).forEach(i -> channels.add(Channels.sensor("boiler", "c" + i)));
    server.up("boiler", channels.toArray(Channel[]::new));
    server.up("other", Channels.relay("other", "lamp"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void leavesOthersTheirService(Storm storm) throws Exception {
    try (Storm.Peer peer = storm.on(server.port());
        Socket kept = open()) {
      while (peer.opened() < 10) {
        Thread.onSpinWait();
      }
      for (int i = 0; i < QUESTIONS; i++) {
        assertEquals(200, ask(kept, "GET /health/live", ""), "on a connection that is kept");
        try (Socket fresh = open()) {
          assertEquals(200, ask(fresh, "GET /api/v1/devices", ""), "on a new connection");
        }
        server.read(
            "boiler", ReadingBatch.single(1 + i, System.currentTimeMillis(), i, Quality.GOOD));
        TimeUnit.MILLISECONDS.sleep(30);
      }
      String command = "{\"id\":\"command-of-another\",\"channel\":\"other.lamp\",\"value\":1}";
      assertEquals(202, ask(kept, "POST /api/v1/commands", command));
      assertTrue(server.clients() < StreamSettings.DEFAULT.clients(), "places left");
    }
  }

  private Socket open() throws IOException {
    Socket socket =
        new Socket(
            InetAddress.getLoopbackAddress(), server.port(), InetAddress.getByName("127.0.0.2"), 0);
    socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(ServingFixture.PATIENCE_S));
    return socket;
  }

  /** The status of the answer, which is read to its end. */
  private int ask(Socket socket, String line, String body) throws IOException {
    String request =
        line
            + " HTTP/1.1\r\nHost: localhost:"
            + server.port()
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("closed after: " + head);
      }
      head.append((char) next);
    }
    String length = head.toString().toLowerCase(Locale.ROOT).split("content-length: ", 2)[1];
    socket.getInputStream().skipNBytes(Long.parseLong(length.substring(0, length.indexOf('\r'))));
    return Integer.parseInt(head.substring(9, 12));
  }
}
