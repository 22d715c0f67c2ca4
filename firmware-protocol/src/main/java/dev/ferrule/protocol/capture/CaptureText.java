package dev.ferrule.protocol.capture;

import dev.ferrule.protocol.Bytes;
import dev.ferrule.protocol.capture.CaptureEvent.Direction;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of CAPTURE.md; stateless. */
public final class CaptureText {

  /** First line of every capture. */
  public static final String MAGIC = "ferrule-capture 1";

  static final String STARTED = "started ";
  static final String PORT = "port ";
  static final String LINE = "line ";
  static final String FROM_DEVICE = "< ";
  static final String TO_DEVICE = "> ";
  static final String OPEN = "open";
  static final String CLOSE = "close ";
  static final String LOST = "lost ";

  private static final Pattern EVENT = Pattern.compile("(\\d{1,10})\\.(\\d{6}) (.*)");
  private static final Pattern COUNT = Pattern.compile("[1-9]\\d{0,17}");

  private static final long MICROS = 1_000_000;

  private CaptureText() {}

  /** Writes the lines that a capture begins with. */
  public static void append(StringBuilder out, CaptureHead head) {
    out.append(MAGIC).append('\n');
    out.append(STARTED).append(head.started()).append('\n');
    out.append(PORT);
    escape(out, Bytes.ofText(head.port()));
    out.append('\n').append(LINE).append(head.baud()).append(' ');
    out.append(head.form()).append('\n');
  }

  /** Writes the line of an event. */
  public static void append(StringBuilder out, CaptureEvent event) {
    String fraction = Long.toString(MICROS + event.micros() % MICROS);
    out.append(event.micros() / MICROS).append('.').append(fraction, 1, fraction.length());
    out.append(' ');
    switch (event) {
      case CaptureEvent.Data(_, Direction direction, Bytes bytes) -> {
        out.append(direction == Direction.FROM_DEVICE ? FROM_DEVICE : TO_DEVICE);
        escape(out, bytes);
      }
      case CaptureEvent.Opened _ -> out.append(OPEN);
      case CaptureEvent.Closed(_, String reason) -> {
        out.append(CLOSE);
        escape(out, Bytes.ofText(reason));
      }
      case CaptureEvent.Lost(_, long events) -> out.append(LOST).append(events);
    }
    out.append('\n');
  }

  /**
   * The event that a line, without its end, stands for.
   *
   * @throws IllegalArgumentException when it stands for none, with the reason
   */
  public static CaptureEvent event(String line) {
    Matcher matcher = EVENT.matcher(line);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "expected seconds with six decimals and an event, such as \"0.250000 < a=1\\n\"");
    }
    long seconds = Long.parseLong(matcher.group(1));
    long micros = seconds * MICROS + Long.parseLong(matcher.group(2));
    String what = matcher.group(3);
    if (what.startsWith(FROM_DEVICE)) {
      return data(micros, Direction.FROM_DEVICE, what.substring(FROM_DEVICE.length()));
    }
    if (what.startsWith(TO_DEVICE)) {
      return data(micros, Direction.TO_DEVICE, what.substring(TO_DEVICE.length()));
    }
    if (what.equals(OPEN)) {
      return new CaptureEvent.Opened(micros);
    }
    if (what.startsWith(CLOSE)) {
      return new CaptureEvent.Closed(micros, unescapedText(what.substring(CLOSE.length())));
    }
    if (!what.startsWith(LOST)) {
      throw new IllegalArgumentException("expected <, >, open, close or lost after the time");
    }
    String count = what.substring(LOST.length());
    if (!COUNT.matcher(count).matches()) {
      throw new IllegalArgumentException("expected how many events are lost, 1 or more");
    }
    return new CaptureEvent.Lost(micros, Long.parseLong(count));
  }

  private static CaptureEvent data(long micros, Direction direction, String escaped) {
    Bytes bytes = unescape(escaped);
    if (bytes.length() < 1 || bytes.length() > CaptureEvent.MAX_BYTES) {
      throw new IllegalArgumentException(
          bytes.length() + " bytes; an event has 1 to " + CaptureEvent.MAX_BYTES);
    }
    return new CaptureEvent.Data(micros, direction, bytes);
  }

  /** Printable ASCII as it is, but for backslashes and a blank at the end; the rest escaped. */
  private static void escape(StringBuilder out, Bytes bytes) {
    for (int i = 0; i < bytes.length(); i++) {
      int b = bytes.at(i);
      switch (b) {
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          boolean plain = (b > ' ' && b <= '~') || (b == ' ' && i < bytes.length() - 1);
          if (plain) {
            out.append((char) b);
          } else {
            out.append("\\x");
            HexFormat.of().toHexDigits(out, (byte) b);
          }
        }
      }
    }
  }

  /**
   * The bytes that an escaped text stands for.
   *
   * @throws IllegalArgumentException when it stands for none, with the reason
   */
  static Bytes unescape(String text) {
    var bytes = new ByteArrayOutputStream(text.length());
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != '\\') {
        bytes.write(c);
        continue;
      }
      char code = at < text.length() ? text.charAt(at++) : ' ';
      switch (code) {
        case '\\' -> bytes.write('\\');
        case 'n' -> bytes.write('\n');
        case 'r' -> bytes.write('\r');
        case 't' -> bytes.write('\t');
        case 'x' -> {
          bytes.write(hex(text, at));
          at += 2;
        }
        default ->
            throw new IllegalArgumentException(
                "\\" + code + " stands for nothing; \\\\, \\n, \\r, \\t and \\x00 to \\xff do");
      }
    }
    return Bytes.copyOf(bytes.toByteArray());
  }

  private static int hex(String text, int at) {
    if (at + 2 > text.length()
        || !HexFormat.isHexDigit(text.charAt(at))
        || !HexFormat.isHexDigit(text.charAt(at + 1))) {
      throw new IllegalArgumentException("\\x wants two hexadecimal digits");
    }
    return HexFormat.fromHexDigits(text, at, at + 2);
  }

  static String unescapedText(String text) {
    return new String(unescape(text).toArray(), StandardCharsets.UTF_8);
  }
}
