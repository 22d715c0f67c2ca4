package dev.ferrule.gateway.cli.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.cli.logging.LogLine.Reader;
import dev.ferrule.gateway.wording.Printable;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogLineTest {

  @Test
  void textHasTimeLevelSourceMessage() {
    String line = line(Reader.PERSON, event(Level.INFO, "climate is up"));

    assertTrue(
        line.matches(
            "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.123[+-]\\d\\d:\\d\\d info   "
                + " device\\.climate: climate is up\n"),
        line);
  }

  @Test
  void journalHasPriorityAndNoTime() {
    assertEquals(
        "<4>device.climate: no answer\n", line(Reader.JOURNAL, event(Level.WARNING, "no answer")));
  }

  @Test
  void jsonHasUtcAndEverythingQuoted() {
    LogRecord event = event(Level.SEVERE, "said \"x\"\n");

    assertEquals(
        "{\"time\":\"2026-11-22T20:00:00.123Z\",\"level\":\"error\",\"source\":\"device.climate\","
            + "\"message\":\"said \\\"x\\\"\\n\"}\n",
        line(Reader.MACHINE, event));
  }

  @Test
  void eventsAreOneLineWhateverADeviceSays() {
    LogRecord event = event(Level.INFO, "a\nb\u001b[31m\r");
    event.setThrown(new IllegalStateException("x\ny", new RuntimeException("z")));

    for (Reader reader : Reader.values()) {
      String line = line(reader, event);
      assertEquals(line.length() - 1, line.indexOf('\n'), line);
      assertTrue(line.chars().noneMatch(c -> c == '\u001b' || c == '\r'), line);
    }
  }

  @Test
  void directionOfTextStaysAsItIs() {
    LogRecord event = event(Level.INFO, "board: {0}");
    event.setParameters(new Object[] {"\u202eon\u2066\u2028"});

    assertEquals(
        "<6>device.climate: board: \\u202eon\\u2066\\u2028\n", line(Reader.JOURNAL, event));
    for (Reader reader : Reader.values()) {
      assertTrue(line(reader, event).chars().noneMatch(c -> Printable.misleads((char) c)));
    }
  }

  @Test
  void failuresNameTheirCausesAndTheirOrigin() {
    LogRecord event = event(Level.WARNING, "stopped");
    event.setThrown(new IllegalStateException("outer", new RuntimeException("inner")));

    String line = line(Reader.JOURNAL, event);

    assertTrue(
        line.startsWith(
            "<4>device.climate: stopped: java.lang.IllegalStateException: outer; caused by"
                + " java.lang.RuntimeException: inner at "
                + LogLineTest.class.getName()),
        line);
  }

  @Test
  void fillsInParameters() {
    LogRecord event = event(Level.INFO, "{0} is {1}");
    event.setParameters(new Object[] {"climate", "up"});

    assertEquals("<6>device.climate: climate is up\n", line(Reader.JOURNAL, event));
  }

  private static String line(Reader reader, LogRecord event) {
    return new LogLine(reader).format(event);
  }

  private static LogRecord event(Level level, String message) {
    var event = new LogRecord(level, message);
    event.setLoggerName("dev.ferrule.device.climate");
    event.setInstant(Instant.parse("2026-11-22T20:00:00.123Z"));
    return event;
  }
}
