package dev.ferrule.gateway.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferrule.gateway.app.ServingFixture;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.stream.RawWebSocket.Frame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Readings and control messages, pongs and the close are written in two ways and in one order. */
class WriteOrderTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ROWS = 1_000;
  private static final int BATCHES = 600;
  private static final int PINGS = 20;

  @Test
  @Timeout(300)
  void holdsForAClientThatReadsLate() throws Exception {
    try (ServingFixture server = new ServingFixture(StreamSettings.DEFAULT, 1, "a")) {
      server.up("a", Channels.sensor("a", "x"));
      try (RawWebSocket client = new RawWebSocket(server.port())) {
        say(client, "{\"t\":\"subscribe\"}");
        for (int i = 1; i <= BATCHES; i++) {
          server.read("a", batch(server.epoch(), i));
          if (i % (BATCHES / PINGS) == 0) {
            client.send(RawWebSocket.FIN | RawWebSocket.PING, new byte[] {(byte) i});
            server.settle();
          }
        }
        readUntilTheLast(client);

        for (int i = 0; i < Session.MAX_BAD; i++) {
          say(client, "{}");
        }
        List<Frame> end = new ArrayList<>();
        do {
          end.add(client.read());
        } while (end.getLast().opcode() != RawWebSocket.CLOSE);

        assertEquals(CloseCode.BAD_MESSAGES.code(), end.removeLast().code());
        assertEquals(Session.MAX_BAD, end.stream().filter(f -> type(f).equals("error")).count());
      }
    }
  }

  /**
   * Positions only grow; the last value and the last pong come, however much was left out before.
   */
  private static void readUntilTheLast(RawWebSocket client) throws Exception {
    long position = -1;
    boolean isAnswered = false;
    double value = 0;
    while (value != BATCHES || !isAnswered) {
      Frame frame = client.read();
      isAnswered |=
          frame.opcode() == RawWebSocket.PONG && frame.payload().at(0) == (BATCHES & 0xFF);
      if (type(frame).equals("readings")) {
        JsonNode readings = json(frame);
        long next = readings.path("position").asLong();
        assertTrue(next >= position, next + " after " + position);
        position = next;
        JsonNode rows = readings.path("r");
        value = rows.isEmpty() ? value : rows.path(rows.size() - 1).path(2).asDouble();
      }
    }
  }

  private static String type(Frame frame) {
    return frame.opcode() == RawWebSocket.TEXT ? json(frame).path("t").asText() : "";
  }

  private static JsonNode json(Frame frame) {
    try {
      return JSON.readTree(frame.text());
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + frame.text(), e);
    }
  }

  private static void say(RawWebSocket client, String text) throws Exception {
    client.send(RawWebSocket.FIN | RawWebSocket.TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  private static ReadingBatch batch(long from, int value) {
    long[] times = new long[ROWS];
    double[] values = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      times[i] = from + (long) value * ROWS + i;
      values[i] = i == ROWS - 1 ? value : -i;
    }
    return new ReadingBatch(0, 1, times, values, new byte[ROWS]);
  }
}
