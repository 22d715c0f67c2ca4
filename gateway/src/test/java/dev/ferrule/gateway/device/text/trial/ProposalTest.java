package dev.ferrule.gateway.device.text.trial;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.text.fields.FieldFormat;
import dev.ferrule.gateway.device.text.fields.FieldFormat.Spot;
import dev.ferrule.gateway.device.text.fields.NumberType;
import dev.ferrule.gateway.device.text.framing.Check;
import dev.ferrule.gateway.device.text.framing.Framing;
import dev.ferrule.gateway.device.text.framing.Framing.Cut;
import dev.ferrule.gateway.device.text.trial.Proposal.Kind;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProposalTest {

  @Test
  void findsPairs() {
    Proposal proposal = propose("boot v1\r\n" + repeat("temp=%.1f Hum=%d pump=on\r\n"));
    assertEquals(Framing.LINES, proposal.framing());
    assertInstanceOf(FieldFormat.Pairs.class, proposal.format());
    assertEquals(
        List.of(
            field("temp", "temp", Kind.NUMBER, 1),
            field("hum", "Hum", Kind.NUMBER, 0),
            field("pump", "pump", Kind.SWITCH, 0)),
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
            field("valve", "valve", Kind.SWITCH, 0),
            field("starts", "starts", Kind.NUMBER, 0),
            field("door", "door", Kind.NUMBER, 0)),
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
    assertEquals(new TextGuess.Nonsense(), Proposal.of(recording(noise)));
    assertEquals(new TextGuess.Nonsense(), Proposal.of(new Recording()));
    assertInstanceOf(
        TextGuess.Unreadable.class, Proposal.of(recording("hello\nworld\n".getBytes(ISO_8859_1))));
  }

  @Test
  void readsEachKindOfLineIntoChannelsOfItsOwn() {
    assertEquals(
        List.of("v", "i", "ppv"), keys(propose("V\t12530\r\nI\t620\r\nPPV\t8\r\n".repeat(3))));
    assertEquals(
        List.of("kitchen", "attic"), keys(propose("kitchen: 21.5\nattic: 19.0\n".repeat(3))));
    assertEquals(
        List.of("sensor_1", "sensor_2"),
        keys(propose("Sensor 1: 21.5\nSensor 2: 22.5\n".repeat(3))));
    assertEquals(List.of("a_t", "b_t"), keys(propose("id=a t=1\nid=b t=2\n".repeat(3))));
    assertEquals(
        List.of("node_5_temp", "node_6_temp"),
        keys(propose("node 5 temp 21.5\nnode 6 temp 22.5\n".repeat(3))));
  }

  @Test
  void leavesOutADigitThatChecksItsLine() {
    assertEquals(
        List.of("isousc", "hchp", "iinst"),
        keys(
            propose("ISOUSC 30 9\r\nHCHP 049126843 8\r\nIINST 008 _\r\nOPT HC.. <\r\n".repeat(3))));
  }

  @Test
  void leavesBlanksBesideNumbersOpen() {
    assertEquals(
        new FieldFormat.Regex("^T=\\s*(?P<t>[-+.0-9]+|nan) H=\\s*(?P<h>[-+.0-9]+)$"),
        propose("T=  9.5 H= 40\nT= 10.5 H= 41\nT=-10.5 H=100\n").format());
  }

  @Test
  void givesNumbersThePlacesThatTheirExponentsNeed() {
    assertEquals(
        List.of(field("i", "i", Kind.NUMBER, 6)), propose("I: 1.2e-05 A\n".repeat(3)).channels());
    assertEquals(
        List.of(field("i", "i", Kind.FLOAT, 16)), propose("i=1.2e-15\n".repeat(3)).channels());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "T: 21,5 C\n",
        "Pressure: 1,013.25 hPa\n",
        "Weight: 1.234,56 kg\n",
        "Temp: - 3.5 C\n",
        "Status: 0x1F\n",
        "T80000200\n",
        "at 12:30:05\n",
        "2024-01-05 ready\n",
        "fe 00 12 3d\n",
        "21,0;40,2;1013,7\n",
        "version 3.4.12\n"
      })
  void proposesNoPartOfANumber(String line) {
    assertInstanceOf(
        TextGuess.Unreadable.class, Proposal.of(recording(line.repeat(4).getBytes(ISO_8859_1))));
  }

  @Test
  void neverTakesAFieldForANumberThatIsNoneInAPart() {
    assertEquals(
        List.of("hum"),
        keys(
            propose(
                """
                ID=c201 TEMP=00cf HUM=61
                ID=2000 TEMP=0011 HUM=62
                ID=2000 TEMP=0012 HUM=63
                ID=3017 TEMP=0013 HUM=64
                """)));
    assertEquals(List.of("hum"), keys(propose("temp=21,5 hum=40\n".repeat(4))));
  }

  @Test
  void isNotSureOfWhatMayBeSomethingElse() {
    assertTrue(propose(repeat("%2$d,7\n")).doubts().getFirst().contains("decimal comma"));
    assertTrue(
        propose("OK 5 12 0 214\nOK 5 13 0 200\nOK 5 13 1 201\n")
            .doubts()
            .getFirst()
            .contains("bytes"));
    assertTrue(propose("It is 21.5 C\nHumidity 40 %\n").doubts().getFirst().contains("came once"));
    assertTrue(propose("id=a t=1 \nid=b t=2\nid=c t=3\n").doubts().getFirst().contains("\"id\""));
    assertTrue(propose(repeat("temp=%.1f hum=%d\n")).isSure());
  }

  @Test
  void takesOneByteForTheStartWhereTheSecondMayBeANumber() {
    Proposal proposal =
        propose("\u00ff\u0003\u009d\u009f\u00ff\u0003\u0091\u0093\u00ff\u0003\u0090\u0092");
    assertEquals(new Cut.Fixed("\u00ff", 4), proposal.framing().cut());
    assertEquals(
        new FieldFormat.Layout(Map.of("word0", new Spot(0, NumberType.UINT16, false, -1))),
        proposal.format());
  }

  @Test
  void knowsHowOftenEachValueComes() {
    var recording = new Recording();
    for (int i = 0; i < 11; i++) {
      heard(recording, "t=" + i, 250L * i);
    }
    assertEquals(List.of(Optional.of(Duration.ofMillis(250))), periods(recording));

    var burst = new Recording();
    for (int i = 0; i < 2; i++) {
      heard(burst, "temp=21." + i, 500 + 9000 * i);
      heard(burst, "hum=4" + i, 510 + 9000 * i);
    }
    Optional<Duration> nine = Optional.of(Duration.ofSeconds(9));
    assertEquals(List.of(nine, nine), periods(burst));

    var once = new Recording();
    once.opened(0);
    heard(once, "temp=21.5", 4000);
    assertEquals(List.of(Optional.of(Duration.ZERO)), periods(once));
    assertEquals(List.of(Optional.empty()), periods(recording("t=1\nt=2\n".getBytes(ISO_8859_1))));
  }

  @Test
  void proposesAPeriodThatSurvivesTheLongestPause() {
    var recording = new Recording();
    int[] seconds = {0, 1, 2, 3, 13, 14, 15};
    for (int second : seconds) {
      heard(recording, "t=" + second, 1000L * second);
    }
    Duration period = periods(recording).getFirst().orElseThrow();
    assertTrue(period.multipliedBy(3).compareTo(Duration.ofSeconds(10)) > 0, period::toString);
  }

  private static void heard(Recording recording, String line, long millis) {
    byte[] bytes = (line + "\n").getBytes(ISO_8859_1);
    recording.add(new Recording.Piece(bytes, 0, bytes.length, millis * 1_000_000));
  }

  private static List<Optional<Duration>> periods(Recording recording) {
    return found(recording).channels().stream().map(Proposal.Field::period).toList();
  }

  private static Proposal.Field field(String key, String field, Kind kind, int decimals) {
    return new Proposal.Field(key, field, kind, decimals, Optional.empty());
  }

  private static List<String> keys(Proposal proposal) {
    return proposal.channels().stream().map(Proposal.Field::key).toList();
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
    return found(recording(wire));
  }

  private static Proposal found(Recording recording) {
    return assertInstanceOf(TextGuess.Found.class, Proposal.of(recording)).proposal();
  }

  private static Recording recording(byte[] bytes) {
    var recording = new Recording();
    recording.add(new Recording.Piece(bytes, 0, bytes.length, 0));
    return recording;
  }
}
