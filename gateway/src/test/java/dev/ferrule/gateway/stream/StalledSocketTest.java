package dev.ferrule.gateway.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.gateway.app.ServingFixture;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.ReadingBatch;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client whose TCP stalls, for real: it is cut and gone, and nobody else notices. */
class StalledSocketTest {

  private static final StreamSettings SETTINGS =
      new StreamSettings(Duration.ofMillis(5), 10, 64 * 1024, Duration.ofSeconds(1), 50, 100);

  private static final int ROWS = 1_000;

  @Test
  @Timeout(300)
  void isCutAndGoneWhileOthersGetEveryReading() throws Exception {
    try (ServingFixture server = new ServingFixture(SETTINGS, 1, "a");
        Socket stalled = new Socket()) {
      server.up("a", Channels.sensor("a", "x"));
      subscribeAndStall(stalled, server.port());
      try (WsClient other = new WsClient(server.port(), "v1.bin.ferrule.dev")) {
        other.send("{\"t\":\"subscribe\"}");
        StreamReader reader = new StreamReader();
        reader.dictionary(other.text("dictionary"));
        JsonNode unused = other.text("subscribed");
        reader.read(other.readings());
        assertEquals(2, server.clients());

        long sent = 0;
        long got = 0;
        while (server.clients() == 2) {
          server.read("a", batch(server.epoch() + sent));
          sent += ROWS;
          while (got < sent) {
            got += reader.read(other.readings()).size();
          }
        }

        assertEquals(1, server.clients());
        assertEquals(sent, got);
        assertTrue(sent > 0);
      }
    }
  }

  @Test
  @Timeout(300)
  void doesNotHoldUpTheStop() throws Exception {
    ServingFixture server = new ServingFixture(SETTINGS, 1, "a");
    try (Socket stalled = new Socket()) {
      server.up("a", Channels.sensor("a", "x"));
      subscribeAndStall(stalled, server.port());
      for (int i = 0; i < 200; i++) {
        server.read("a", batch(server.epoch() + (long) i * ROWS));
      }
      server.settle();
      long start = System.nanoTime();
      server.close();
      assertTrue(System.nanoTime() - start < Duration.ofSeconds(5).toNanos());
    }
  }

  /** Opens a WebSocket by hand, subscribes, and never reads on. */
  private static void subscribeAndStall(Socket socket, int port) throws IOException {
    socket.setReceiveBufferSize(4_096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    OutputStream out = socket.getOutputStream();
    String upgrade =
        "GET /ws/v1 HTTP/1.1\r\nHost: localhost:"
            + port
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + "Sec-WebSocket-Protocol: v1.bin.ferrule.dev\r\n\r\n";
    out.write(upgrade.getBytes(StandardCharsets.ISO_8859_1));
    StringBuilder answer = new StringBuilder();
    while (!answer.toString().endsWith("\r\n\r\n")) {
      answer.append((char) socket.getInputStream().read());
    }
    assertTrue(answer.toString().startsWith("HTTP/1.1 101"), answer.toString());
    byte[] subscribe = "{\"t\":\"subscribe\"}".getBytes(StandardCharsets.UTF_8);
    // One final text frame, masked with zeros.
    out.write(new byte[] {(byte) 0x81, (byte) (0x80 | subscribe.length), 0, 0, 0, 0});
    out.write(subscribe);
    out.flush();
  }

  private static ReadingBatch batch(long from) {
    long[] times = new long[ROWS];
    double[] values = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      times[i] = from + i;
      values[i] = i * 7919 % 1_000_003;
    }
    return new ReadingBatch(0, 1, times, values, new byte[ROWS]);
  }
}
