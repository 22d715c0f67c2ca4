package dev.ferrule.protocol.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.protocol.Bytes;
import dev.ferrule.protocol.Kind;
import dev.ferrule.protocol.Quality;
import dev.ferrule.protocol.dictionary.ChannelSpec;
import dev.ferrule.protocol.dictionary.Dictionary;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every message survives the line whole; damage never makes another message of it. */
class LinkRoundTripTest {
  private static final long SEED = Long.getLong("seed", 20261122L);

  private static final Dictionary DICTIONARY =
      Dictionary.builder()
          .channel(ChannelSpec.of(1, "air").decimals(2).unit("Cel"))
          .channel(ChannelSpec.of(2, "flow").kind(Kind.FLOAT))
          .channel(ChannelSpec.of(3, "pump").kind(Kind.SWITCH).writable(0))
          .template(7, 1, 2, 3)
          .build()
          .orThrow();

  private final Random random = new Random(SEED);
  private final LinkEncoder encoder = new LinkEncoder(LinkEnd.DEVICE);
  private final LinkDecoder decoder = new LinkDecoder(LinkEnd.HOST);
  private final Collector collector = new Collector();

  LinkRoundTripTest() {
    decoder.dictionary(DICTIONARY);
  }

  @Test
  void everyMessageComesBackAsItWas() {
    for (int round = 0; round < 2_000; round++) {
      for (LinkMessage message : messages()) {
        collector.messages.clear();
        byte[] wire = wire(message);
        decoder.offer(wire, 0, wire.length, collector);
        assertEquals(List.of(message), collector.messages, "seed " + SEED);
      }
    }
    assertEquals(0, decoder.counters().malformed());
  }

  @Test
  void everyCutOfTheStreamGivesTheSameFrames() {
    List<LinkMessage> sent = messages();
    byte[] stream = stream(sent);
    for (int size = 1; size < 40; size++) {
      collector.messages.clear();
      for (int at = 0; at < stream.length; at += size) {
        decoder.offer(stream, at, Math.min(size, stream.length - at), collector);
      }
      assertEquals(sent, collector.messages, "chunks of " + size);
    }
  }

  @Test
  void everyTruncationAndEverySingleBitFlipIsRefused() {
    for (LinkMessage message : messages()) {
      byte[] wire = wire(message);
      collector.messages.clear();
      for (int cut = 1; cut < wire.length - 1; cut++) {
        decoder.offer(wire, 0, cut, collector);
        decoder.offer(new byte[1], 0, 1, collector);
      }
      for (int bit = 0; bit < 8 * (wire.length - 1); bit++) {
        byte[] flipped = wire.clone();
        flipped[bit >> 3] ^= (byte) (1 << (bit & 7));
        decoder.offer(flipped, 0, flipped.length, collector);
      }
      assertEquals(List.of(), collector.messages, message.toString());
    }
  }

  @Test
  void findsTheNextGoodFrameAfterAnyNoise() {
    LinkMessage good = new LinkMessage.TimeResponse(9, 12345);
    for (int round = 0; round < 5_000; round++) {
      byte[] noise = new byte[random.nextInt(600)];
      random.nextBytes(noise);
      decoder.offer(noise, 0, noise.length, collector);
      decoder.offer(new byte[1], 0, 1, collector);
      collector.messages.clear();
      byte[] wire = wire(good);
      decoder.offer(wire, 0, wire.length, collector);
      assertEquals(List.of(good), collector.messages, "seed " + SEED + ", round " + round);
    }
  }

  @Test
  void countsBestEffortFramesThatNeverCame() {
    byte[] first = wire(new LinkMessage.TimeRequest(1));
    wire(new LinkMessage.TimeRequest(2));
    wire(new LinkMessage.TimeRequest(3));
    byte[] last = wire(new LinkMessage.TimeRequest(4));
    decoder.offer(first, 0, first.length, collector);
    decoder.offer(last, 0, last.length, collector);
    assertEquals(2, decoder.counters().lost());
  }

  @Test
  void readingsBeforeTheDictionaryAreNoFault() {
    decoder.dictionary(null);
    byte[] wire = wire(messages().get(7));
    decoder.offer(wire, 0, wire.length, collector);
    assertEquals(List.of(), collector.messages);
    assertEquals(0, decoder.counters().malformed());
  }

  @Test
  void refusesAFrameWithTheWrongClass() {
    int size = encoder.reliable(new LinkMessage.Heartbeat(2_000), 0, -1);
    decoder.offer(encoder.array(), 0, size, collector);
    assertEquals(List.of(), collector.messages);
    assertEquals(1, decoder.counters().malformed());
  }

  private List<LinkMessage> messages() {
    int n = random.nextInt();
    Value air = new Value(Kind.NUMBER, random.nextInt());
    Value flow = new Value(Kind.FLOAT, Float.floatToRawIntBits(random.nextFloat()));
    Value pump = new Value(Kind.SWITCH, n & 1);
    byte[] some = new byte[1 + random.nextInt(200)];
    random.nextBytes(some);
    return List.of(
        new LinkMessage.Ack(),
        new LinkMessage.Hello(
            1,
            0,
            n,
            n ^ 77,
            n * 3,
            900,
            254,
            64 + (n & 0xFFF),
            1 + (n & 3),
            2,
            1_000,
            Bytes.copyOf(some, 0, some.length & 15),
            "uno 1.0"),
        new LinkMessage.HelloRequest(1, 0, n | 1, 254),
        new LinkMessage.DictionaryGet(n & 0xFFF),
        new LinkMessage.DictionaryData(0, some.length, Bytes.copyOf(some)),
        new LinkMessage.Unsupported(n & 0xFF),
        new LinkMessage.Refused(1, n & 0xFF, "größer ".repeat(n & 7)),
        new LinkMessage.Readings(7, n, List.of(air, flow, pump), List.of()),
        new LinkMessage.Readings(
            7,
            n,
            List.of(air, flow, pump),
            List.of(0, Quality.BAD | Quality.SENSOR_FAULT, Quality.GOOD)),
        new LinkMessage.Event(3, n, Quality.GOOD, pump),
        new LinkMessage.TimeRequest(n & 0xFF),
        new LinkMessage.TimeResponse(n & 0xFF, n),
        new LinkMessage.Command(n, 2, n + 5, flow),
        new LinkMessage.CommandResult(n, CommandStatus.DONE, 3, pump),
        new LinkMessage.CommandResult(n, CommandStatus.NOT_FOUND, 0, Value.NONE),
        new LinkMessage.Arm(n, 3, n + 9, pump),
        new LinkMessage.ArmOk(n, n & 0xFFFF, 3, pump),
        new LinkMessage.Confirm(n, n & 0xFFFF),
        new LinkMessage.CommandQuery(n),
        new LinkMessage.Rearm(),
        new LinkMessage.Heartbeat(200 + (n & 0x7FFF)),
        new LinkMessage.Log(n & 3, "größer ".repeat(1 + (n & 7))),
        new LinkMessage.Status((n & 1) != 0, (n & 2) != 0, n, n, n + 1, 0, 3, 4, 5, 6, n),
        new LinkMessage.Other(0x71, Bytes.copyOf(some)));
  }

  private byte[] wire(LinkMessage message) {
    boolean reliable =
        switch (message) {
          case LinkMessage.AboutCommands _,
              LinkMessage.DictionaryGet _,
              LinkMessage.DictionaryData _,
              LinkMessage.Event _ ->
              true;
          default -> false;
        };
    int ack = random.nextInt(-1, 8);
    int size =
        reliable
            ? encoder.reliable(message, random.nextInt(8), ack)
            : encoder.bestEffort(message, ack);
    assertTrue(size <= LinkFormat.MAX_WIRE);
    return Arrays.copyOf(encoder.array(), size);
  }

  private byte[] stream(List<LinkMessage> sent) {
    var all = new java.io.ByteArrayOutputStream();
    sent.forEach(message -> all.writeBytes(wire(message)));
    return all.toByteArray();
  }
}
