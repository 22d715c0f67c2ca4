package dev.ferrule.gateway.device.text.framing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.text.framing.Framing.Cut;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FramerTest {

  private static final Check CRC = new Check(Check.Kind.CRC16_MODBUS, false, (char) 0, true, 0);
  private static final Check HEX = new Check(Check.Kind.XOR, true, '*', false, 0);
  private static final long MS = 1_000_000;

  /** Each kind, with a check so that damage can be told. */
  static Stream<Framing> checked() {
    return Stream.of(
        of(new Cut.Lines(), HEX),
        of(new Cut.Delimiter("<end>"), CRC),
        of(new Cut.Fixed("\u00aaU", 12), CRC),
        of(new Cut.Fixed("", 10), CRC),
        of(new Cut.LengthPrefixed("\u00aa", 1, false, Cut.Counts.PAYLOAD), CRC),
        of(new Cut.LengthPrefixed("BM", 2, false, Cut.Counts.REST), CRC),
        of(new Cut.LengthPrefixed("", 2, true, Cut.Counts.FRAME), CRC),
        of(new Cut.Slip(), CRC),
        of(new Cut.Cobs(), CRC));
  }

  private static Framing of(Cut cut, Check check) {
    return new Framing(cut, Optional.of(check), 256);
  }

  @ParameterizedTest
  @MethodSource("checked")
  void givesBackWhatWasSentHoweverItIsCut(Framing framing) {
    var random = new SplittableRandom(31);
    for (int round = 0; round < 200; round++) {
      List<String> sent = new ArrayList<>();
      var wire = new ByteArrayOutputStream();
      for (int i = 0; i < 8; i++) {
        byte[] payload = payload(framing, random);
        sent.add(hex(payload));
        wire.writeBytes(framing.encode(payload));
      }
      var heard = new Heard();
      heard.feed(framing, wire.toByteArray(), random);
      assertEquals(sent, heard.frames);
      assertEquals(List.of(), heard.refusals);
    }
  }

  @ParameterizedTest
  @MethodSource("checked")
  void refusesADamagedFrameAndHearsTheNext(Framing framing) {
    var random = new SplittableRandom(32);
    int told = 0;
    for (int round = 0; round < 500; round++) {
      byte[] first = payload(framing, random);
      byte[] damaged = framing.encode(payload(framing, random));
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      byte[] last = payload(framing, random);
      var wire = new ByteArrayOutputStream();
      wire.writeBytes(framing.encode(first));
      wire.writeBytes(damaged);
      // The third may be lost when its neighbor's delimiter is; what a length hid ends here too.
      for (int i = 0; i < 40; i++) {
        wire.writeBytes(framing.encode(last));
      }
      var heard = new Heard();
      heard.feed(framing, wire.toByteArray(), random);
      assertEquals(hex(first), heard.frames.getFirst());
      assertEquals(hex(last), heard.frames.getLast());
      assertTrue(heard.frames.size() >= 40, "frames: " + heard.frames.size());
      told += heard.refusals.isEmpty() ? 0 : 1;
    }
    assertTrue(told > 400, "told " + told + " of 500");
  }

  @ParameterizedTest
  @MethodSource("checked")
  void neverThrowsAndFindsTheNextGoodFrameAfterNoise(Framing framing) {
    var random = new SplittableRandom(33);
    Framer framer = Framer.of(framing);
    var heard = new Heard();
    for (int round = 0; round < 2_000; round++) {
      byte[] noise = new byte[random.nextInt(1, 600)];
      random.nextBytes(noise);
      framer.feed(noise, 0, noise.length, 0, heard);
    }
    heard.frames.clear();
    byte[] good = payload(framing, random);
    for (int i = 0; i < 60; i++) {
      byte[] wire = framing.encode(good);
      framer.feed(wire, 0, wire.length, 0, heard);
    }
    assertEquals(hex(good), heard.frames.getLast());
  }

  private static byte[] payload(Framing framing, SplittableRandom random) {
    int length =
        framing.cut() instanceof Cut.Fixed(String start, int whole)
            ? whole - start.length() - framing.check().orElseThrow().size()
            : random.nextInt(1, 200);
    byte[] payload = new byte[length];
    random.nextBytes(payload);
    if (!(framing.cut() instanceof Cut.Lines) && !(framing.cut() instanceof Cut.Delimiter)) {
      return payload;
    }
    for (int i = 0; i < length; i++) {
      payload[i] = (byte) ('a' + (payload[i] & 15));
    }
    return payload;
  }

  @Test
  void cutsWhereTheBoardPauses() {
    Framer framer = Framer.of(new Framing(new Cut.Gap(Duration.ofMillis(20)), Optional.empty(), 8));
    var heard = new Heard();
    framer.feed(bytes("ab"), 0, 2, 0, heard);
    framer.feed(bytes("cd"), 0, 2, 10 * MS, heard);
    framer.feed(bytes("ef"), 0, 2, 31 * MS, heard);
    framer.idle(heard);
    framer.idle(heard);
    framer.feed(bytes("123456789"), 0, 9, 100 * MS, heard);
    framer.feed(bytes("gh"), 0, 2, 200 * MS, heard);
    framer.idle(heard);
    assertEquals(List.of(hex(bytes("abcd")), hex(bytes("ef")), hex(bytes("gh"))), heard.frames);
    assertEquals(List.of(Refusal.TOO_LONG), heard.refusals);
  }

  @ParameterizedTest
  @CsvSource({
    "SUM8, dd",
    "SUM8_NEGATED, 23",
    "SUM16, 01dd",
    "XOR, 31",
    "CRC8, f4",
    "CRC8_MAXIM, a1",
    "CRC16_MODBUS, 4b37",
    "CRC16_CCITT, 29b1",
    "CRC16_XMODEM, 31c3"
  })
  void computesTheValuesOfTheCatalog(Check.Kind kind, String expected) {
    var check = new Check(kind, false, (char) 0, false, 0);
    assertEquals(expected, hex(check.bytes(bytes("123456789"), 0, 9)));
  }

  @Test
  void readsTheFramesOfKnownSensors() {
    // Plantower PMS5003 data sheet: 42 4d, length of the rest, 13 words, sum of all before.
    var plantower =
        new Framing(
            new Cut.LengthPrefixed("BM", 2, false, Cut.Counts.REST),
            Optional.of(new Check(Check.Kind.SUM16, false, (char) 0, false, 0)),
            64);
    byte[] frame = new byte[32];
    frame[0] = 0x42;
    frame[1] = 0x4d;
    frame[3] = 28;
    frame[5] = 7;
    frame[31] = (byte) (0x42 + 0x4d + 28 + 7);
    assertEquals(26, single(plantower, frame).length() / 2);
    // Winsen MH-Z19B data sheet: ff 86 high low ..., check = -(sum of bytes 1 to 7).
    var winsen =
        new Framing(
            new Cut.Fixed("\u00ff\u0086", 9),
            Optional.of(new Check(Check.Kind.SUM8_NEGATED, false, (char) 0, false, 1)),
            16);
    assertEquals("026047000000", single(winsen, HexFormat.of().parseHex("ff86026047000000d1")));
  }

  private static String single(Framing framing, byte[] wire) {
    var heard = new Heard();
    Framer.of(framing).feed(wire, 0, wire.length, 0, heard);
    assertEquals(List.of(), heard.refusals);
    return heard.frames.getFirst();
  }

  @Test
  void refusesSlipAndCobsThatNoSenderMakes() {
    var heard = new Heard();
    byte[] slip = HexFormat.of().parseHex("c041db4242c043c0");
    Framer.of(new Framing(new Cut.Slip(), Optional.empty(), 64))
        .feed(slip, 0, slip.length, 0, heard);
    byte[] cobs = HexFormat.of().parseHex("0541420003434400");
    Framer.of(new Framing(new Cut.Cobs(), Optional.empty(), 64))
        .feed(cobs, 0, cobs.length, 0, heard);
    assertEquals(List.of("43", "4344"), heard.frames);
    assertEquals(List.of(Refusal.BAD_CODING, Refusal.BAD_CODING), heard.refusals);
  }

  @Test
  void tellsEveryFrameWithAWrongCheck() {
    var framing = of(new Cut.Fixed("\u00aaU", 12), CRC);
    var heard = new Heard();
    Framer framer = Framer.of(framing);
    for (int i = 0; i < 10; i++) {
      byte[] wire = framing.encode(bytes("12345678"));
      wire[11] ^= 1;
      framer.feed(wire, 0, wire.length, 0, heard);
    }
    assertEquals(10, heard.refusals.size());
  }

  @Test
  void wantsAStartOrACheckWhereNothingElseTellsTheBeginning() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Framing(new Cut.Fixed("", 8), Optional.empty(), 64));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Framing(
                new Cut.LengthPrefixed("", 1, false, Cut.Counts.PAYLOAD), Optional.empty(), 64));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static final class Heard implements FrameSink {
    final List<String> frames = new ArrayList<>();
    final List<Refusal> refusals = new ArrayList<>();

    @Override
    public void frame(byte[] bytes, int from, int to) {
      frames.add(HexFormat.of().formatHex(bytes, from, to));
    }

    @Override
    public void refused(Refusal reason, byte[] bytes, int from, int to) {
      refusals.add(reason);
    }

    /** In pieces of 1 to 20 bytes, each in the middle of a longer array. */
    void feed(Framing framing, byte[] wire, SplittableRandom random) {
      Framer framer = Framer.of(framing);
      int at = 0;
      while (at < wire.length) {
        int size = Math.min(random.nextInt(1, 21), wire.length - at);
        byte[] piece = new byte[size + 6];
        System.arraycopy(wire, at, piece, 3, size);
        framer.feed(piece, 3, size, 0, this);
        at += size;
      }
    }
  }
}
