package dev.ferrule.protocol.c;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The C library under sanitizers, behind lines of text: {@code vectors.c} says which. */
final class CLibrary implements AutoCloseable {
  /** One frame as the library found or wrote it; the payload is hexadecimal. */
  record Frame(int header, int seq, int type, String payload) {
    private static Frame of(String text) {
      String[] parts = text.split(":", -1);
      int header = HexFormat.fromHexDigits(parts[0]);
      int seq = HexFormat.fromHexDigits(parts[1]);
      String payload = parts[3].equals("-") ? "" : parts[3];
      return new Frame(header, seq, HexFormat.fromHexDigits(parts[2]), payload);
    }

    boolean isReliable() {
      return (header & 0x40) != 0;
    }

    /** "reliable 3, ack 5" or "best effort 0, ack -1". */
    String headerText() {
      int ack = (header & 8) == 0 ? -1 : header & 7;
      return (isReliable() ? "reliable " : "best effort ") + seq + (", ack " + ack);
    }
  }

  /** What a device came to, and what it wrote. */
  record Turn(int malformed, boolean unsupported, int expected, List<Frame> frames) {}

  private final Process process;
  private final BufferedReader answers;
  private final Writer lines;

  /** Builds and starts it; the test is skipped where that cannot be. */
  CLibrary() throws IOException, InterruptedException {
    Toolchain.needs("gcc make", "cc", "make");
    Toolchain.make("vectors");
    process =
        new ProcessBuilder(Toolchain.BUILD.resolve("host").resolve("vectors").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    answers = process.inputReader(StandardCharsets.UTF_8);
    lines = process.outputWriter(StandardCharsets.UTF_8);
  }

  String ask(String line) {
    try {
      lines.write(line + "\n");
      lines.flush();
      String answer = Objects.requireNonNullElse(answers.readLine(), "error the library is gone");
      assertFalse(answer.startsWith("error"), answer);
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What becomes of bytes: a frame, or nothing, cobs, crc or overrun. */
  List<String> deframe(String bytes) {
    return List.of(ask("frame " + bytes).split(",", -1));
  }

  /** The one frame in bytes. */
  Frame frame(String bytes) {
    List<String> found = deframe(bytes);
    assertTrue(found.size() == 1 && found.getFirst().contains(":"), () -> "a frame: " + found);
    return Frame.of(found.getFirst());
  }

  String seal(int header, int seq, int type, String payload) {
    return ask(
        "seal %02x %02x %02x %s".formatted(header, seq, type, payload.isEmpty() ? "-" : payload));
  }

  /** A line after which the device may write. */
  Turn act(String line) {
    String[] parts = ask(line).split(" ", -1);
    List<Frame> frames =
        parts[3].equals("-")
            ? List.of()
            : Arrays.stream(parts[3].split(",", -1)).map(Frame::of).toList();
    return new Turn(
        Integer.parseInt(parts[0]), parts[1].equals("1"), Integer.parseInt(parts[2]), frames);
  }

  @Override
  public void close() throws IOException {
    lines.close();
    try {
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the library does not end");
      assertEquals(0, process.exitValue(), "a sanitizer found something");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
