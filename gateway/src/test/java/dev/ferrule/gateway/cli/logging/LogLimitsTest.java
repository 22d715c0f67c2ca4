package dev.ferrule.gateway.cli.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.cli.logging.LogLine.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

/** By hand-wound time: what of a flood gets into the log. */
class LogLimitsTest {

  private static final long SECOND = 1_000_000_000L;

  private final LogLine line = new LogLine(Reader.JOURNAL);
  private long now = 17;
  private final LogLimits limits = new LogLimits(() -> now, line::formatMessage);
  private final List<String> logged = new ArrayList<>();

  @Test
  void aBoardThatNeverStopsTalkingGetsALineAMinute() {
    for (int second = 0; second < 3_600; second++) {
      for (int i = 0; i < 50; i++) {
        say(Level.INFO, "desk", "board: {0}", second + "." + i);
      }
      pass(1);
    }

    assertEquals(LogLimits.OF_CAUSE + 60, logged.size());
    assertEquals(
        "<6>device.desk: board: 59.49 (… 2,979 more of these in the last minute)\n",
        logged.get(LogLimits.OF_CAUSE));
  }

  @Test
  void nothingIsLostFromTheCount() {
    for (int second = 0; second < 600; second++) {
      say(Level.WARNING, "desk", "{0} is {1}", second % 2 == 0 ? "up" : "silent");
      pass(1);
    }
    pass(61);

    long left =
        logged.stream()
            .filter(l -> l.contains("…"))
            .mapToLong(l -> Long.parseLong(l.replaceAll("(?s).*… ([0-9,]+) more.*", "$1")))
            .sum();
    assertEquals(600, logged.size() + left);
  }

  @Test
  void oneDeviceDoesNotSilenceAnother() {
    for (int i = 0; i < 1_000; i++) {
      say(Level.INFO, "loud", "board: {0}", i);
    }
    say(Level.WARNING, "quiet", "board: {0}", "help");
    say(Level.WARNING, "loud", "{0} is {1}", "down");

    assertEquals("<4>device.quiet: board: help\n", logged.get(logged.size() - 2));
    assertEquals(LogLimits.OF_CAUSE + 2, logged.size());
  }

  @Test
  void textsThatDifferEachTimeAreHeldByTheirLogger() {
    for (int i = 0; i < 1_000; i++) {
      say(Level.WARNING, "desk", "no pattern " + i);
    }

    assertEquals(LogLimits.OF_LOGGER, logged.size());
  }

  @Test
  void theLastWordIsAlwaysSaid() {
    for (int i = 0; i <= LogLimits.OF_CAUSE; i++) {
      say(Level.WARNING, "desk", "{0} is {1}", "down: " + i);
    }
    pass(60);

    assertTrue(logged.getLast().endsWith(LogLimits.OF_CAUSE + " is {1}\n"), logged.getLast());
    assertFalse(logged.getLast().contains("…"));
  }

  @Test
  void whoeverIsQuietAgainIsHeardAtOnce() {
    for (int i = 0; i < 1_000; i++) {
      say(Level.INFO, "desk", "board: {0}", i);
    }
    pass(60);
    pass(60);
    logged.clear();
    say(Level.INFO, "desk", "board: {0}", "well");

    assertEquals(List.of("<6>device.desk: board: well\n"), logged);
  }

  @Test
  void debuggingHasNoLimit() {
    for (int i = 0; i < 1_000; i++) {
      say(Level.FINE, "desk", "board: {0}", i);
    }

    assertEquals(1_000, logged.size());
  }

  private void say(Level level, String device, String pattern, Object... parameters) {
    var event = new LogRecord(level, pattern);
    event.setLoggerName("dev.ferrule.device." + device);
    event.setParameters(parameters);
    if (limits.admits(event)) {
      logged.add(line.format(event));
    }
  }

  private void pass(long seconds) {
    now += seconds * SECOND;
    limits.due().forEach(event -> logged.add(line.format(event)));
  }
}
