package dev.ferrule.protocol.capture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.protocol.Bytes;
import dev.ferrule.protocol.capture.CaptureEvent.Direction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptureTest {

  private static final CaptureHead HEAD =
      new CaptureHead(Instant.parse("2026-11-23T02:10:12.123Z"), "/dev/tty \\é ", 9600, "7E2");

  private static final String TOP =
      "ferrule-capture 1\nstarted 2026-11-23T02:10:12Z\nport /dev/ttyUSB0\nline 9600 8N1\n";

  @TempDir private Path directory;

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    List<CaptureEvent> events = new ArrayList<>();
    long micros = 0;
    for (int i = 0; i < 2_000; i++) {
      micros += random.nextInt(3) == 0 ? 0 : random.nextLong(2_000_000);
      events.add(anyEvent(random, micros));
    }
    var text = new StringBuilder();
    CaptureText.append(text, HEAD);
    events.forEach(event -> CaptureText.append(text, event));

    Path file = write(text.toString());
    try (var reader = CaptureReader.open(file)) {
      assertEquals(HEAD, reader.head());
      assertEquals(events, rest(reader), "seed " + seed);
    }
    assertTrue(text.chars().allMatch(c -> c == '\n' || (c >= ' ' && c <= '~')), "seed " + seed);
    assertFalse(text.toString().contains(" \n"), "seed " + seed);
  }

  private static CaptureEvent anyEvent(SplittableRandom random, long micros) {
    byte[] bytes = new byte[1 + random.nextInt(random.nextInt(20) == 0 ? 4096 : 16)];
    random.nextBytes(bytes);
    return switch (random.nextInt(6)) {
      case 0 -> new CaptureEvent.Opened(micros);
      case 1 -> new CaptureEvent.Closed(micros, "unplugged: \\ é\n" + random.nextInt() + " ");
      case 2 -> new CaptureEvent.Lost(micros, 1 + random.nextInt(9));
      case 3 -> new CaptureEvent.Data(micros, Direction.TO_DEVICE, Bytes.copyOf(bytes));
      default -> new CaptureEvent.Data(micros, Direction.FROM_DEVICE, Bytes.copyOf(bytes));
    };
  }

  @Test
  void readsTheExampleOfItsPage() throws IOException {
    Matcher example =
        Pattern.compile("```\n(ferrule-capture.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("CAPTURE.md")));
    assertTrue(example.find());
    try (var reader = CaptureReader.open(write(example.group(1)))) {
      assertEquals("/dev/ttyUSB0", reader.head().port());
      List<CaptureEvent> events = rest(reader);
      assertEquals(8, events.size());
      assertEquals(
          new CaptureEvent.Data(7_911_840, Direction.FROM_DEVICE, Bytes.fromHex("00c0ff")),
          events.getLast());
    }
  }

  @Test
  void tellsACaptureFromOtherFiles() throws IOException {
    assertTrue(CaptureReader.isCapture(write(TOP)));
    assertFalse(CaptureReader.isCapture(write("temp=21.5\n")));
    assertFalse(CaptureReader.isCapture(write("")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0.000000 < a\\q        | \\q stands for nothing
          0.000000 < a\\x4        | two hexadecimal digits
          0.000000 < a\\          | stands for nothing
          0.000000 <              | expected <, >, open
          0.00000 < a             | six decimals
          -1.000000 < a           | six decimals
          99999999999.000000 < a  | six decimals
          0.000000 opened         | expected <, >, open
          0.000000 lost 0         | how many events
          0.000000 lost many      | how many events
          0.000000 < \u00e9       | printable ASCII
          temp=21.5               | six decimals
          """)
  void refusesABadLineByItsNumber(String line, String why) throws IOException {
    Path file = write(TOP + "0.000000 open\n# a comment\n" + line.strip() + "\n");
    var fault = assertThrows(CaptureFault.class, () -> readAll(file));
    assertTrue(String.valueOf(fault.getMessage()).startsWith(file + ":7: "), fault::getMessage);
    assertTrue(String.valueOf(fault.getMessage()).contains(why), fault::getMessage);
  }

  @Test
  void refusesTimesThatGoBackLinesWithoutEndAndLinesWithoutMeasure() throws IOException {
    refused(TOP + "1.000000 open\n0.999999 < a\n", ":6: the time is before");
    refused(TOP + "1.000000 < abc", ":5: the line is cut off");
    refused(TOP + "1.000000 < " + "a".repeat(4097) + "\n", ":5: 4097 bytes");
    refused(TOP + "1.000000 < " + "a".repeat(17_000) + "\n", ":5: longer than");
  }

  @ParameterizedTest
  @CsvSource({"1,begins with", "2,no time such as", "3,expected \"port", "4,expected baud"})
  void refusesABadHead(int number, String why) throws IOException {
    String[] lines = TOP.split("\n", -1);
    lines[number - 1] = lines[number - 1].replaceFirst("^(started |line )?.*", "$1wrong");
    refused(String.join("\n", lines), ":" + number + ": ", why);
  }

  @Test
  void everyCutOfACaptureIsACaptureOrAFault() throws IOException {
    String whole = TOP + "0.000000 open\n0.250000 < \\x00a\n";
    for (int length = 0; length < whole.length(); length++) {
      Path file = write(whole.substring(0, length));
      if (length >= TOP.length() && whole.charAt(length - 1) == '\n') {
        assertTrue(readAll(file) < 2);
      } else {
        assertThrows(CaptureFault.class, () -> readAll(file), () -> "" + file);
      }
    }
  }

  private void refused(String content, String... parts) throws IOException {
    Path file = write(content);
    String message = String.valueOf(assertThrows(CaptureFault.class, () -> readAll(file)));
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }

  private static int readAll(Path file) throws IOException {
    try (var reader = CaptureReader.open(file)) {
      return rest(reader).size();
    }
  }

  private static List<CaptureEvent> rest(CaptureReader reader) throws IOException {
    List<CaptureEvent> events = new ArrayList<>();
    for (Optional<CaptureEvent> next = reader.next(); next.isPresent(); next = reader.next()) {
      events.add(next.get());
    }
    return events;
  }

  private Path write(String content) throws IOException {
    return Files.write(directory.resolve("line.capture"), content.getBytes(ISO_8859_1));
  }
}
