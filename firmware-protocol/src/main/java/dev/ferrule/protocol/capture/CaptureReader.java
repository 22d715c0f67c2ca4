package dev.ferrule.protocol.capture;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a capture from its first line to its last, never more than a line at a time. Owner: one
 * thread.
 *
 * <p>What is not as CAPTURE.md says is a {@link CaptureFault} that names the line; nothing is
 * guessed and nothing is skipped.
 */
public final class CaptureReader implements AutoCloseable {

  /**
   * Longest line: {@link CaptureEvent#MAX_BYTES} bytes, all of them escaped, and what is before.
   */
  static final int MAX_LINE = 4 * CaptureEvent.MAX_BYTES + 64;

  private static final Pattern RATE = Pattern.compile("([1-9]\\d{0,6}) ([5-8][NEO][12])");

  private final InputStream in;
  private final String source;
  private final byte[] buffer = new byte[MAX_LINE + 1];
  private final CaptureHead head;

  /** Number of the line that was read last, from 1. */
  private int number;

  private long micros;

  private CaptureReader(InputStream in, String source) throws IOException {
    this.in = in;
    this.source = source;
    this.head = readHead();
  }

  /**
   * Opens a capture and reads its head.
   *
   * @throws CaptureFault when it is none
   */
  public static CaptureReader open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), 64 * 1024);
    try {
      return new CaptureReader(in, file.toString());
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** Whether a file begins as captures do; what follows may still be wrong. */
  public static boolean isCapture(Path file) throws IOException {
    byte[] magic = CaptureText.MAGIC.getBytes(US_ASCII);
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(magic.length), magic);
    }
  }

  /** Which line was captured, and when. */
  public CaptureHead head() {
    return head;
  }

  /**
   * The next event; empty at the end of the file.
   *
   * @throws CaptureFault when the line is none; the reader is of no use afterward
   */
  public Optional<CaptureEvent> next() throws IOException {
    String line = line();
    return line == null ? Optional.empty() : Optional.of(event(line));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private CaptureHead readHead() throws IOException {
    if (!CaptureText.MAGIC.equals(line())) {
      throw fault("a capture begins with the line \"" + CaptureText.MAGIC + "\"");
    }
    String started = headLine(CaptureText.STARTED);
    Instant moment;
    try {
      moment = Instant.parse(started);
    } catch (DateTimeException e) {
      throw fault("\"" + started + "\" is no time such as 2026-01-01T00:00:00.000Z");
    }
    String port = text(headLine(CaptureText.PORT));
    Matcher rate = RATE.matcher(headLine(CaptureText.LINE));
    if (!rate.matches()) {
      throw fault("expected baud and form, such as \"" + CaptureText.LINE + "9600 8N1\"");
    }
    return new CaptureHead(moment, port, Integer.parseInt(rate.group(1)), rate.group(2));
  }

  private String headLine(String word) throws IOException {
    String line = line();
    if (line == null || !line.startsWith(word)) {
      throw fault("expected \"" + word + "…\"");
    }
    return line.substring(word.length());
  }

  private CaptureEvent event(String line) throws CaptureFault {
    CaptureEvent event;
    try {
      event = CaptureText.event(line);
    } catch (IllegalArgumentException e) {
      throw fault(String.valueOf(e.getMessage()));
    }
    if (event.micros() < micros) {
      throw fault("the time is before that of the event above");
    }
    micros = event.micros();
    return event;
  }

  private String text(String escaped) throws CaptureFault {
    try {
      return CaptureText.unescapedText(escaped);
    } catch (IllegalArgumentException e) {
      throw fault(String.valueOf(e.getMessage()));
    }
  }

  /** The next line that is no comment, without its end; null at the end of the file. */
  private @Nullable String line() throws IOException {
    while (true) {
      int length = 0;
      number++;
      for (int b = in.read(); b != '\n'; b = in.read()) {
        if (b < 0) {
          if (length == 0) {
            return null;
          }
          throw fault("the line is cut off: it has no end; delete it");
        }
        if (b < ' ' || b > '~') {
          throw fault("byte 0x%02x: a capture is of printable ASCII alone".formatted(b));
        }
        if (length > MAX_LINE) {
          throw fault("longer than " + MAX_LINE + " characters");
        }
        buffer[length++] = (byte) b;
      }
      if (length == 0 || buffer[0] != '#') {
        return new String(buffer, 0, length, US_ASCII);
      }
    }
  }

  private CaptureFault fault(String what) {
    return new CaptureFault(source, number, what);
  }
}
