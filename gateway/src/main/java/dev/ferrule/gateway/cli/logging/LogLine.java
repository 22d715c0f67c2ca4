package dev.ferrule.gateway.cli.logging;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.ferrule.gateway.wording.Printable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** One event as one line. Control characters are written out: what a device says may be in it. */
final class LogLine extends Formatter {

  /** Who reads it. */
  enum Reader {
    /** A person: local time and its offset, level, source, message. */
    PERSON,

    /** The journal, which has its own time: priority as sd-daemon(3) wants it, source, message. */
    JOURNAL,

    /**
     * A machine: an object with time (UTC), level, source, message, and error with the stack when
     * there is one.
     */
    MACHINE
  }

  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSxxx", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneId.of("UTC"));

  private static final String OWN = "dev.ferrule.";

  private final Reader reader;

  LogLine(Reader reader) {
    this.reader = reader;
  }

  @Override
  public String format(LogRecord event) {
    return switch (reader) {
      case PERSON ->
          "%s %-7s %s: %s%n"
              .formatted(
                  LOCAL.format(event.getInstant()),
                  word(event.getLevel()),
                  source(event),
                  said(event));
      case JOURNAL ->
          "<%d>%s: %s%n".formatted(priority(event.getLevel()), source(event), said(event));
      case MACHINE -> json(event);
    };
  }

  private String json(LogRecord event) {
    var out = new StringBuilder(128);
    out.append("{\"time\":\"").append(UTC.format(event.getInstant()));
    out.append("\",\"level\":\"").append(word(event.getLevel()));
    quoted(out.append("\",\"source\":\""), source(event));
    quoted(out.append("\",\"message\":\""), formatMessage(event));
    thrown(event).ifPresent(error -> quoted(out.append("\",\"error\":\""), stack(error)));
    return out.append("\"}\n").toString();
  }

  private String said(LogRecord event) {
    String message = formatMessage(event);
    String whole = thrown(event).map(error -> message + ": " + chain(error)).orElse(message);
    var out = new StringBuilder(whole.length());
    for (int i = 0; i < whole.length(); i++) {
      char c = whole.charAt(i);
      if (c == '\n') {
        out.append("\\n");
      } else if ((Character.isISOControl(c) && c != '\t') || Printable.misleads(c)) {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /**
   * What happened, what caused it, and where that was: enough for a report, short enough for a
   * line.
   */
  private static String chain(Throwable error) {
    var out = new StringBuilder(error.toString());
    Throwable last = error;
    for (int i = 0; i < 8 && last.getCause() != null; i++) {
      last = last.getCause();
      out.append("; caused by ").append(last);
    }
    StackTraceElement[] stack = last.getStackTrace();
    return stack.length == 0 ? out.toString() : out.append(" at ").append(stack[0]).toString();
  }

  private static String stack(Throwable error) {
    var out = new StringWriter();
    error.printStackTrace(new PrintWriter(out));
    return out.toString();
  }

  private static void quoted(StringBuilder out, String text) {
    JsonStringEncoder.getInstance().quoteAsString(Printable.upright(text), out);
  }

  private static Optional<Throwable> thrown(LogRecord event) {
    return Optional.ofNullable(event.getThrown());
  }

  private static String source(LogRecord event) {
    String name = event.getLoggerName();
    if (name == null) {
      return "ferrule";
    }
    String own = name.startsWith(OWN) ? name.substring(OWN.length()) : name;
    return own.startsWith("gateway.") ? own.substring("gateway.".length()) : own;
  }

  private static String word(Level level) {
    return switch (priority(level)) {
      case 3 -> "error";
      case 4 -> "warning";
      case 6 -> "info";
      default -> "debug";
    };
  }

  /** The syslog priority. */
  private static int priority(Level level) {
    int value = level.intValue();
    if (value >= Level.SEVERE.intValue()) {
      return 3;
    }
    if (value >= Level.WARNING.intValue()) {
      return 4;
    }
    return value >= Level.INFO.intValue() ? 6 : 7;
  }
}
