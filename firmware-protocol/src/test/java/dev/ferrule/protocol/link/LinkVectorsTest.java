package dev.ferrule.protocol.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.protocol.Bytes;
import dev.ferrule.protocol.dictionary.Dictionary;
import dev.ferrule.protocol.link.LinkMessage.Refused;
import dev.ferrule.protocol.vectors.Vectors;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The golden vectors of the link. */
class LinkVectorsTest {
  private static final Vectors FRAMES = Vectors.of("link-frames.json");
  private static final Vectors STREAMS = Vectors.of("link-streams.json");
  private static final Vectors RELIABLE = Vectors.of("link-reliable.json");
  private static final Vectors SESSION = Vectors.of("link-session.json");

  private static LinkDecoder decoder(Vectors file, LinkEnd own) {
    var decoder = new LinkDecoder(own);
    decoder.dictionary(
        Dictionary.read(Bytes.copyOf(Vectors.hex(file.head(), "dictionary"))).orThrow());
    return decoder;
  }

  private static LinkEnd sender(JsonNode vector) {
    return vector.path("from").asText().equals("host") ? LinkEnd.HOST : LinkEnd.DEVICE;
  }

  private static LinkEnd other(LinkEnd end) {
    return end == LinkEnd.HOST ? LinkEnd.DEVICE : LinkEnd.HOST;
  }

  /** The end that gets a frame: of an echo the one that sent it. */
  private static LinkDecoder receiver(JsonNode vector) {
    boolean echo = vector.path("outcome").asText().equals("echo");
    return decoder(FRAMES, echo ? sender(vector) : other(sender(vector)));
  }

  private static boolean isRead(JsonNode vector) {
    String outcome = vector.path("outcome").asText();
    return outcome.equals("ok") || outcome.equals("unsupported");
  }

  private static String told(JsonNode vector) {
    return MessageFields.text(vector.path("type").asText(), vector.path("fields"));
  }

  private static String header(JsonNode vector) {
    return Collector.header(
        vector.path("reliable").asBoolean(),
        vector.path("seq").asInt(),
        vector.path("ack").asInt(-1));
  }

  @TestFactory
  Stream<DynamicTest> readsEachGoodFrame() {
    return FRAMES.tests(LinkVectorsTest::isRead, v -> readsOne(v, receiver(v)));
  }

  private static Collector readsOne(JsonNode vector, LinkDecoder decoder) {
    var got = new Collector();
    byte[] wire = Vectors.hex(vector, "wire");
    decoder.offer(wire, 0, wire.length, got);
    assertEquals(List.of(header(vector)), got.headers);
    if (vector.path("outcome").asText().equals("unsupported")) {
      int type = Integer.parseInt(vector.path("type").asText(), 16);
      assertEquals(List.of(type), got.unsupported);
      assertEquals(List.of(), got.messages);
    } else {
      assertEquals(
          List.of(told(vector)),
          got.messages.stream().map(m -> MessageFields.of(m).text()).toList());
    }
    return got;
  }

  @TestFactory
  Stream<DynamicTest> writesTheSameBytes() {
    return FRAMES.tests(
        v -> isRead(v) && v.path("canonical").asBoolean(true) && isOfThisMajor(v),
        v -> {
          byte[] wire = Vectors.hex(v, "wire");
          var got = new Collector();
          receiver(v).offer(wire, 0, wire.length, got);
          LinkMessage message =
              got.messages.isEmpty()
                  ? new LinkMessage.Other(
                      got.unsupported.getFirst(),
                      Bytes.copyOf(Vectors.hex(v.path("fields"), "payload")))
                  : got.messages.getFirst();
          assertArrayEquals(wire, written(message, v));
        });
  }

  private static boolean isOfThisMajor(JsonNode vector) {
    return vector.path("fields").path("major").asInt(1) == 1;
  }

  private static byte[] written(LinkMessage message, JsonNode vector) {
    var encoder = new LinkEncoder(sender(vector));
    int seq = vector.path("seq").asInt();
    int ack = vector.path("ack").asInt(-1);
    if (vector.path("reliable").asBoolean()) {
      return Arrays.copyOf(encoder.array(), encoder.reliable(message, seq, ack));
    }
    for (int i = 0; i < seq; i++) {
      encoder.bestEffort(new LinkMessage.Ack(), -1);
    }
    return Arrays.copyOf(encoder.array(), encoder.bestEffort(message, ack));
  }

  @TestFactory
  Stream<DynamicTest> refusesEachDamagedFrameAndCountsIt() {
    return FRAMES.tests(
        vector -> !isRead(vector),
        vector -> {
          var got = new Collector();
          LinkDecoder decoder = receiver(vector);
          byte[] wire = Vectors.hex(vector, "wire");
          decoder.offer(wire, 0, wire.length, got);
          assertEquals(List.of(), got.messages);
          assertEquals(List.of(), got.unsupported);
          assertEquals(
              vector.has("refused") ? List.of(vector.path("refused").asInt()) : List.of(),
              got.refused.stream().map(Refused.Rule::code).toList());
          String outcome = vector.path("outcome").asText();
          LinkCounters c = decoder.counters();
          assertEquals(
              Map.of(
                  "cobs", outcome.equals("cobs") ? 1L : 0L,
                  "crc", outcome.equals("crc") ? 1L : 0L,
                  "overrun", outcome.equals("overrun") ? 1L : 0L,
                  "malformed", outcome.equals("malformed") ? 1L : 0L,
                  "echo", outcome.equals("echo") ? 1L : 0L,
                  "foreign", outcome.equals("foreign") ? 1L : 0L),
              Map.of(
                  "cobs", c.cobsErrors(),
                  "crc", c.crcErrors(),
                  "overrun", c.overruns(),
                  "malformed", c.malformed(),
                  "echo", c.echoes(),
                  "foreign", c.foreign()));
          assertEquals(outcome.equals("malformed") ? 1 : 0, got.headers.size());
        });
  }

  @TestFactory
  Stream<DynamicTest> findsTheFramesOfAStreamHoweverItIsCut() {
    return STREAMS.tests(
        vector -> {
          byte[] bytes = Vectors.hex(vector, "bytes");
          for (int size = 1; size <= bytes.length; size++) {
            var got = new Collector();
            LinkDecoder decoder = decoder(STREAMS, LinkEnd.HOST);
            for (int at = 0; at < bytes.length; at += size) {
              decoder.offer(bytes, at, Math.min(size, bytes.length - at), got);
            }
            assertEquals(values(vector), values(got));
            assertEquals(counters(vector.path("counters")), decoder.counters());
          }
        });
  }

  private static List<Integer> values(JsonNode vector) {
    return Vectors.elements(vector.path("values")).map(JsonNode::asInt).toList();
  }

  private static List<Integer> values(Collector got) {
    return got.messages.stream()
        .filter(LinkMessage.Readings.class::isInstance)
        .map(m -> ((LinkMessage.Readings) m).values().getFirst().raw())
        .toList();
  }

  private static LinkCounters counters(JsonNode c) {
    return new LinkCounters(
        c.path("frames").asLong(),
        c.path("cobs_errors").asLong(),
        c.path("crc_errors").asLong(),
        c.path("overruns").asLong(),
        c.path("malformed").asLong(),
        c.path("echoes").asLong(),
        c.path("foreign").asLong(),
        c.path("lost").asLong());
  }

  @TestFactory
  Stream<DynamicTest> takesEachReliableFrameOnce() {
    return RELIABLE.tests(
        vector -> {
          var receiver = new ReliableReceiver();
          Vectors.elements(vector.path("steps"))
              .forEach(
                  step -> {
                    boolean taken = receiver.accept(step.path("seq").asInt());
                    assertEquals(step.path("taken").asBoolean(), taken, step::toString);
                    assertEquals(step.path("expected").asInt(), receiver.expected());
                  });
        });
  }

  /** Every frame is the next of its class and direction, and acknowledges what came before it. */
  @Test
  void theSessionIsConsistentFromHelloToItsEnd() {
    Map<LinkEnd, LinkDecoder> decoders =
        Map.of(
            LinkEnd.HOST, decoder(SESSION, LinkEnd.HOST),
            LinkEnd.DEVICE, decoder(SESSION, LinkEnd.DEVICE));
    Map<LinkEnd, ReliableReceiver> receivers =
        Map.of(LinkEnd.HOST, new ReliableReceiver(), LinkEnd.DEVICE, new ReliableReceiver());
    Map<String, byte[]> pieces = new HashMap<>();
    SESSION
        .all()
        .forEach(
            v -> {
              LinkEnd from = sender(v);
              LinkEnd to = other(from);
              readsOne(v, decoders.getOrDefault(to, new LinkDecoder(to)));
              if (v.path("reliable").asBoolean()) {
                ReliableReceiver receiver = receivers.getOrDefault(to, new ReliableReceiver());
                assertEquals(true, receiver.accept(v.path("seq").asInt()), v::toString);
              }
              ReliableReceiver own = receivers.getOrDefault(from, new ReliableReceiver());
              assertEquals(own.expected(), v.path("ack").asInt(own.expected()), v::toString);
              JsonNode fields = v.path("fields");
              if (v.path("type").asText().equals("DICT_DATA")) {
                byte[] whole =
                    pieces.computeIfAbsent("", _ -> new byte[fields.path("total").asInt()]);
                Bytes.fromHex(fields.path("bytes").asText())
                    .copyTo(whole, fields.path("offset").asInt());
              }
            });
    assertArrayEquals(
        Vectors.hex(SESSION.head(), "dictionary"), pieces.getOrDefault("", new byte[0]));
    decoders.values().forEach(d -> assertEquals(0, d.counters().lost()));
  }
}
