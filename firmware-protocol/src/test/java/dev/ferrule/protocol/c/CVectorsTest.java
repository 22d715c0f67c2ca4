package dev.ferrule.protocol.c;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.protocol.vectors.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The golden vectors in the C library: framing both ways, and what a device takes and writes. */
class CVectorsTest {
  private static final Vectors FRAMES = Vectors.of("link-frames.json");
  private static final Vectors STREAMS = Vectors.of("link-streams.json");
  private static final Vectors RELIABLE = Vectors.of("link-reliable.json");
  private static final Vectors SESSION = Vectors.of("link-session.json");
  private static final Vectors DICTIONARIES = Vectors.of("dictionary.json");

  private static final Set<String> ANY_FRAME =
      Set.of("ok", "unsupported", "malformed", "echo", "foreign");
  private static final int FLOAT = 3;
  private static final int RELIABLE_BIT = 0x40;
  private static final int HELLO_REQ = 0x02;
  private static final int REFUSED = 0x06;

  /** Longest frame that the board of the vectors takes, in hexadecimal digits. */
  private static final int DEVICE_TAKES = 2 * 66;

  /** Place of window in the payload of HELLO: it is the library's own. */
  private static final int WINDOW_AT = 2 * 19;

  private static CLibrary library;

  @BeforeAll
  static void start() throws Exception {
    library = new CLibrary();
  }

  @AfterAll
  static void stop() throws IOException {
    if (library != null) {
      library.close();
    }
  }

  private static String text(JsonNode object, String field) {
    return object.path(field).asText();
  }

  private static boolean isFrom(JsonNode vector, String side) {
    return text(vector, "from").equals(side);
  }

  private static boolean isOk(JsonNode vector) {
    return text(vector, "outcome").equals("ok");
  }

  private static String header(JsonNode vector) {
    return (vector.path("reliable").asBoolean() ? "reliable " : "best effort ")
        + vector.path("seq").asInt()
        + ", ack "
        + vector.path("ack").asInt(-1);
  }

  /** The raw value of a field that is a float for channels of that kind. */
  private static int raw(JsonNode value, int kind) {
    return kind == FLOAT ? Float.floatToRawIntBits((float) value.asDouble()) : value.asInt();
  }

  private static int kindOf(long channel) {
    String answer = library.ask("channel " + channel);
    return answer.equals("none") ? 0 : Integer.parseInt(answer.split(" ", -1)[1]);
  }

  private static void startSession(Vectors file) {
    assertTrue(library.ask("dictionary " + text(file.head(), "dictionary")).startsWith("whole"));
    assertEquals("ok", library.ask("session"));
  }

  private static CLibrary.Turn take(String wire) {
    return library.act("take " + wire);
  }

  // ---- frames ----

  @TestFactory
  Stream<DynamicTest> findsEachFrameAndEachFault() {
    return FRAMES.tests(
        vector -> {
          String outcome = text(vector, "outcome");
          String wire = text(vector, "wire");
          if (!ANY_FRAME.contains(outcome)) {
            assertEquals(List.of(outcome), library.deframe(wire));
            return;
          }
          CLibrary.Frame frame = library.frame(wire);
          if (vector.has("seq")) {
            assertEquals(header(vector), frame.headerText());
          }
          assertEquals(
              wire, library.seal(frame.header(), frame.seq(), frame.type(), frame.payload()));
        });
  }

  @TestFactory
  Stream<DynamicTest> takesWhatAHostSendsAndCountsWhatIsMalformed() {
    return FRAMES.tests(
        v -> isFrom(v, "host") && !isNotForDevices(v) && !text(v, "outcome").equals("echo"),
        vector -> takesOne(vector, isOk(vector) ? 0 : 1));
  }

  private static boolean isNotForDevices(JsonNode vector) {
    return isFrom(vector, "device") || text(vector, "outcome").equals("foreign");
  }

  @TestFactory
  Stream<DynamicTest> takesNoEchoAndNoFrameOfALaterVersion() {
    return FRAMES.tests(
        v -> isFrame(v) && isNotForDevices(v) && text(v, "wire").length() <= DEVICE_TAKES,
        vector -> {
          startSession(FRAMES);
          CLibrary.Turn turn = take(text(vector, "wire"));
          assertEquals(new CLibrary.Turn(0, false, 0, List.of()), turn);
        });
  }

  private static boolean isFrame(JsonNode vector) {
    return ANY_FRAME.contains(text(vector, "outcome"));
  }

  private static void takesOne(JsonNode vector, int malformed) {
    String wire = text(vector, "wire");
    CLibrary.Frame frame = library.frame(wire);
    int seq = frame.isReliable() ? frame.seq() : 3;
    startSession(FRAMES);
    library.ask("expect " + seq);
    CLibrary.Turn turn = take(wire);
    assertEquals(malformed, turn.malformed());
    if (vector.has("refused")) {
      String told = "%02x%02x".formatted(HELLO_REQ, vector.path("refused").asInt());
      assertEquals(REFUSED, turn.frames().getFirst().type());
      assertEquals(told, turn.frames().getFirst().payload());
    }
    assertFalse(turn.unsupported());
    if (frame.isReliable()) {
      assertEquals((seq + 1) & 7, turn.expected());
      assertFalse(turn.frames().isEmpty(), "acknowledged, by whatever frame");
    } else if (frame.type() != HELLO_REQ) {
      assertEquals(seq, turn.expected());
    }
  }

  @Test
  void answersUnsupportedToTypesOf80AndAbove() {
    startSession(FRAMES);
    CLibrary.Turn turn = take(library.seal(0x00, 2, 0x90, "01"));
    assertTrue(turn.unsupported());
    assertEquals("90", turn.frames().getFirst().payload());
  }

  // ---- what a device writes ----

  @TestFactory
  Stream<DynamicTest> writesReadingsEventsResultsAndLogs() {
    var types = Set.of("READINGS", "READINGS_Q", "EVENT", "CMD_RESULT", "LOG");
    return FRAMES.tests(
        v -> isFrom(v, "device") && isOk(v) && types.contains(text(v, "type")),
        vector -> {
          startSession(FRAMES);
          CLibrary.Frame expected = library.frame(text(vector, "wire"));
          assertWritten(expected, write(vector));
        });
  }

  /** Makes the device write what a vector says. */
  private static CLibrary.Turn write(JsonNode vector) {
    JsonNode fields = vector.path("fields");
    long channel = fields.path("channel").asLong();
    return switch (text(vector, "type")) {
      case "READINGS", "READINGS_Q" -> {
        setValues(fields);
        yield library.act("readings " + text(fields, "template") + " " + text(fields, "tick"));
      }
      case "EVENT" ->
          library.act(
              "event %d %s %s %d"
                  .formatted(
                      channel,
                      text(fields, "tick"),
                      text(fields, "quality"),
                      raw(fields.path("value"), kindOf(channel))));
      case "CMD_RESULT" ->
          library.act(
              "result %s %s %d %d"
                  .formatted(
                      text(fields, "id"),
                      text(fields, "status"),
                      channel,
                      raw(fields.path("value"), kindOf(channel))));
      case "LOG" -> {
        byte[] utf8 = text(fields, "text").getBytes(StandardCharsets.UTF_8);
        String hex = utf8.length == 0 ? "-" : HexFormat.of().formatHex(utf8);
        yield library.act("log " + text(fields, "level") + " " + hex);
      }
      default -> throw new IllegalArgumentException(vector.toString());
    };
  }

  private static void setValues(JsonNode fields) {
    String[] channels = library.ask("template " + text(fields, "template")).split(" ", -1);
    assertEquals(channels.length, fields.path("values").size());
    for (int i = 0; i < channels.length; i++) {
      int value = raw(fields.path("values").path(i), kindOf(Long.parseLong(channels[i])));
      int quality = fields.path("qualities").path(i).asInt();
      library.ask("value %s %d %d".formatted(channels[i], value, quality));
    }
  }

  private static void assertWritten(CLibrary.Frame expected, CLibrary.Turn turn) {
    assertTrue(
        turn.frames().stream()
            .anyMatch(f -> f.type() == expected.type() && f.payload().equals(expected.payload())),
        () -> expected + " among " + turn.frames());
  }

  // ---- streams, sequences, sessions ----

  @TestFactory
  Stream<DynamicTest> countsTheSameInStreams() {
    return STREAMS.tests(
        vector -> {
          List<String> found = library.deframe(text(vector, "bytes"));
          JsonNode counters = vector.path("counters");
          assertEquals(
              Stream.of("frames", "echoes", "foreign")
                  .mapToLong(c -> counters.path(c).asLong())
                  .sum(),
              found.stream().filter(f -> f.contains(":")).count());
          assertEquals(
              counters.path("cobs_errors").asLong(), found.stream().filter("cobs"::equals).count());
          assertEquals(
              counters.path("crc_errors").asLong(), found.stream().filter("crc"::equals).count());
          assertEquals(
              counters.path("overruns").asLong(), found.stream().filter("overrun"::equals).count());
        });
  }

  @TestFactory
  Stream<DynamicTest> takesReliableFramesInTheirOrder() {
    return RELIABLE.tests(
        vector -> {
          startSession(FRAMES);
          int expected = 0;
          for (JsonNode step : vector.path("steps")) {
            String experiment = library.seal(RELIABLE_BIT, step.path("seq").asInt(), 0x70, "");
            CLibrary.Turn turn = take(experiment);
            assertEquals(
                step.path("taken").asBoolean(), turn.expected() != expected, step.toString());
            assertEquals(step.path("expected").asInt(), turn.expected(), step.toString());
            assertFalse(turn.frames().isEmpty(), "told what is expected");
            expected = turn.expected();
          }
        });
  }

  /**
   * The whole session of the vectors: the host's frames as they are, the board's as they must be.
   */
  @Test
  void playsTheDeviceInTheSession() {
    assertTrue(library.ask("dictionary " + text(SESSION.head(), "dictionary")).startsWith("whole"));
    assertEquals("ok", library.ask("boot"));
    library.ask("token 48879");
    var written = new ArrayList<CLibrary.Frame>();
    List<JsonNode> steps = SESSION.all().toList();
    for (int i = 0; i < steps.size(); i++) {
      JsonNode step = steps.get(i);
      if (isFrom(step, "host")) {
        JsonNode tick = i + 1 < steps.size() ? steps.get(i + 1).path("fields").path("tick") : step;
        if (text(step, "type").equals("TIME_REQ")) {
          library.ask("tick " + tick.asText());
        }
        written.clear();
        written.addAll(take(text(step, "wire")).frames());
      } else {
        plays(step, written);
      }
    }
  }

  private static void plays(JsonNode step, List<CLibrary.Frame> written) {
    String name = text(step, "name");
    switch (text(step, "type")) {
      case "READINGS" -> {
        if (!step.path("reliable").asBoolean()) { // those it sends by itself
          written.addAll(write(step).frames());
        }
      }
      case "EVENT" -> {
        // This device has one reliable frame outstanding, so the result before has to arrive first.
        int seq = step.path("seq").asInt();
        written.addAll(take(library.seal(0x08 | seq, 0, 0x00, "")).frames());
        written.addAll(write(step).frames());
      }
      default -> {}
    }
    if (text(step, "type").equals("ACK")) {
      return; // said by the frames before
    }
    CLibrary.Frame expected = library.frame(text(step, "wire"));
    CLibrary.Frame found =
        written.stream()
            .filter(f -> f.type() == expected.type() && isAsTold(step, expected, f.payload()))
            .findFirst()
            .orElseThrow(() -> new AssertionError(name + ": " + expected + " among " + written));
    if (step.path("reliable").asBoolean()) {
      assertEquals(header(step), found.headerText(), name);
    }
    written.remove(found);
  }

  private static boolean isAsTold(JsonNode step, CLibrary.Frame expected, String payload) {
    String told = expected.payload();
    return switch (text(step, "type")) {
      case "HELLO" ->
          payload.length() == told.length()
              && payload.startsWith(told.substring(0, WINDOW_AT))
              && payload.endsWith(told.substring(WINDOW_AT + 2));
      case "READINGS" ->
          step.path("reliable").asBoolean()
              ? payload.startsWith(told.substring(0, 2)) // tick and values are its own
              : payload.equals(told);
      case "DICT_DATA" -> payload.startsWith(told); // this device fills its frame
      case "STATUS" -> payload.startsWith(told.substring(0, 2)); // counters are its own
      default -> payload.equals(told);
    };
  }

  // ---- dictionaries ----

  @TestFactory
  Stream<DynamicTest> findsWhatADictionarySays() {
    return DICTIONARIES.tests(
        vector -> {
          String hex = text(vector, "hex");
          String answer = library.ask("dictionary " + (hex.isEmpty() ? "-" : hex));
          if (!text(vector, "outcome").equals("read")) {
            library.ask("channel 1"); // a host refuses it; a device must only not be led astray
            library.ask("template 1");
            return;
          }
          assertEquals("whole " + text(vector, "hash"), answer);
          List<JsonNode> channels = Vectors.elements(vector.path("channels")).toList();
          for (int index = 0; index < channels.size(); index++) {
            JsonNode channel = channels.get(index);
            assertEquals(described(index, channel), library.ask("channel " + text(channel, "id")));
          }
          for (JsonNode template : vector.path("templates")) {
            String ids =
                String.join(
                    " ",
                    Vectors.elements(template.path("channels")).map(JsonNode::asText).toList());
            assertEquals(ids, library.ask("template " + text(template, "id")));
          }
        });
  }

  private static String described(int index, JsonNode channel) {
    int kind = channel.path("kind").asInt();
    var words = new ArrayList<String>();
    words.add(Integer.toString(index));
    words.add(Integer.toString(kind));
    words.add(channel.path("writable").asBoolean() ? "1" : "0");
    words.add(channel.path("dangerous").asBoolean() ? "1" : "0");
    for (String limit : List.of("min", "max", "safe")) {
      words.add(channel.has(limit) ? Integer.toString(raw(channel.path(limit), kind)) : "none");
    }
    words.add(channel.has("enumeration") ? text(channel, "enumeration") : "none");
    return String.join(" ", words);
  }
}
