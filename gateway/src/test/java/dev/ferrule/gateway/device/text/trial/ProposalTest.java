package dev.ferrule.gateway.device.text.trial;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.text.fields.FieldFormat;
import dev.ferrule.gateway.device.text.framing.Check;
import dev.ferrule.gateway.device.text.framing.Framing;
import dev.ferrule.gateway.device.text.framing.Framing.Cut;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProposalTest {

  @Test
  void findsPairs() {
    Proposal proposal = propose("boot v1\r\n" + repeat("temp=%.1f Hum=%d pump=on\r\n"));
    assertEquals(Framing.LINES, proposal.framing());
    assertInstanceOf(FieldFormat.Pairs.class, proposal.format());
    assertEquals(
        List.of(
            new Proposal.Field("temp", "temp", false, 1),
            new Proposal.Field("hum", "Hum", false, 0),
            new Proposal.Field("pump", "pump", true, 0)),
        proposal.channels());
  }

  @Test
  void takesWhatGoesBackToZeroForASwitchAndNoCounter() {
    Proposal proposal =
        propose(
            """
            valve=0,starts=0,door=0
            valve=1,starts=1,door=0
            valve=0,starts=1,door=0
            valve=1,starts=1,door=0
            """);
    assertEquals(
        List.of(
            new Proposal.Field("valve", "valve", true, 0),
            new Proposal.Field("starts", "starts", false, 0),
            new Proposal.Field("door", "door", false, 0)),
        proposal.channels());
  }

  @Test
  void findsColumnsAndTheirTitles() {
    Proposal proposal = propose("Temp C;Humidity;Note\n" + repeat("%.1f;%d;fine\n"));
    assertEquals(
        new FieldFormat.Columns(';', List.of("temp_c", "humidity", "")), proposal.format());
  }

  @Test
  void findsASingleNumberALine() {
    assertEquals(
        new FieldFormat.Columns(',', List.of("column1")), propose(repeat("%.2f\n")).format());
  }

  @Test
  void findsJson() {
    Proposal proposal = propose(repeat("{\"env\":{\"t\":%.2f,\"a\":[%d,2]},\"id\":\"x\"}\n"));
    assertInstanceOf(FieldFormat.Json.class, proposal.format());
    assertEquals(
        List.of("env.t", "env.a.0", "env.a.1"),
        proposal.channels().stream().map(Proposal.Field::field).toList());
  }

  @Test
  void findsTheNumbersOfASentence() {
    Proposal proposal = propose(repeat("Temperature: %.1f C (rel. humidity %d %%)\n"));
    assertEquals(
        List.of("temperature", "humidity"),
        proposal.channels().stream().map(f -> f.key().replace("c_rel_", "")).toList());
  }

  @Test
  void findsOtherDelimitersAndHexChecks() {
    assertEquals(new Cut.Delimiter(";"), propose(repeat("t=%.1f,h=%d;")).framing().cut());
    var check = new Check(Check.Kind.XOR, true, '*', false, 0);
    var lines = new Framing(new Cut.Lines(), Optional.of(check), 512);
    assertEquals(
        Optional.of(check), propose(wire(lines, i -> "t=" + i + " h=4")).framing().check());
  }

  static Stream<Framing> binary() {
    var crc = new Check(Check.Kind.CRC16_MODBUS, false, (char) 0, true, 0);
    var sum = new Check(Check.Kind.SUM8, false, (char) 0, false, 0);
    return Stream.of(
        new Framing(new Cut.Slip(), Optional.of(crc), 512),
        new Framing(new Cut.Cobs(), Optional.of(crc), 512),
        new Framing(new Cut.Cobs(), Optional.empty(), 512),
        new Framing(new Cut.Fixed("\u00aaU", 9), Optional.of(sum), 512),
        new Framing(
            new Cut.LengthPrefixed("BM", 2, false, Cut.Counts.REST), Optional.of(crc), 512));
  }

  @ParameterizedTest
  @MethodSource("binary")
  void findsTheFramesOfBytes(Framing framing) {
    var random = new SplittableRandom(8);
    boolean fixed = framing.cut() instanceof Cut.Fixed;
    byte[] wire =
        wire(
            framing,
            _ -> {
              byte[] payload = new byte[fixed ? 6 : random.nextInt(6, 14)];
              random.nextBytes(payload);
              return new String(payload, ISO_8859_1);
            });
    Proposal proposal = propose(wire);
    assertEquals(framing.cut(), proposal.framing().cut());
    assertEquals(framing.check().isPresent(), proposal.framing().check().isPresent());
    assertInstanceOf(FieldFormat.Layout.class, proposal.format());
  }

  @Test
  void proposesNothingForNoise() {
    var random = new SplittableRandom(4);
    byte[] noise = new byte[2_000];
    random.nextBytes(noise);
    assertTrue(Proposal.of(recording(noise)).isEmpty());
    assertTrue(Proposal.of(new Recording()).isEmpty());
    assertTrue(Proposal.of(recording("hello\nworld\n".getBytes(ISO_8859_1))).isEmpty());
  }

  @Test
  void knowsHowOftenFramesCome() {
    var recording = new Recording();
    for (int i = 0; i < 11; i++) {
      byte[] line = ("t=" + i + "\n").getBytes(ISO_8859_1);
      recording.add(new Recording.Piece(line, 0, line.length, 250_000_000L * i));
    }
    assertEquals(
        Optional.of(Duration.ofMillis(250)), Proposal.of(recording).orElseThrow().period());
  }

  @Test
  void listsEachFrameAndWhyItIsRefused() {
    Recording heard =
        recording(
            ("temp=21.5 hum=40\nnonsense\ntemp=nan\n" + "x".repeat(600) + "\n")
                .getBytes(ISO_8859_1));
    var proposal =
        new Proposal(
            Framing.LINES,
            new FieldFormat.Pairs(),
            List.of(
                new Proposal.Field("temp", "temp", false, 1),
                new Proposal.Field("hum", "hum", false, 0)),
            Optional.empty());
    List<String> lines = new ArrayList<>();
    var listing = new Listing(proposal, lines::add);
    listing.list(heard, proposal.framing());
    assertEquals("accepted  \"temp=21.5 hum=40\"  -> temp=21.5 hum=40", lines.get(0));
    assertEquals("refused   \"nonsense\"  no declared field in it", lines.get(1));
    assertTrue(
        lines.get(3).startsWith("refused") && lines.get(3).endsWith("longer than the limit"));
    assertEquals("2 frames accepted, 2 refused", listing.summary());
  }

  private static String repeat(String form) {
    var text = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      text.append(String.format(Locale.ROOT, form, 20 + i / 7.0, 40 + i));
    }
    return text.toString();
  }

  private static byte[] wire(Framing framing, IntFunction<String> payload) {
    var wire = new ByteArrayOutputStream();
    for (int i = 0; i < 40; i++) {
      wire.writeBytes(framing.encode(payload.apply(i).getBytes(ISO_8859_1)));
    }
    return wire.toByteArray();
  }

  private static Proposal propose(String text) {
    return propose(text.getBytes(ISO_8859_1));
  }

  private static Proposal propose(byte[] wire) {
    return Proposal.of(recording(wire)).orElseThrow();
  }

  private static Recording recording(byte[] bytes) {
    var recording = new Recording();
    recording.add(new Recording.Piece(bytes, 0, bytes.length, 0));
    return recording;
  }
}
