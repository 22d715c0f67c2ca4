package dev.ferrule.gateway.cli.logging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * Keeps what comes from outside from filling the log: boards that say too much, states that
 * flicker, clients that fail again and again.
 *
 * <p>A cause is a pattern of a logger, and a device has a logger of its own: what somebody outside
 * chose stands in the parameters and makes no new cause. The first {@link #OF_CAUSE} lines of a
 * cause in a minute are logged at once. The others are counted, and when the minute is over the
 * last of them is logged with their count; a cause that was so loud says no more than that each
 * minute until it is quieter. A logger whose patterns differ each time is held to {@link
 * #OF_LOGGER} lines a minute. Whoever asks for debugging gets it all.
 *
 * <p>The lock closes the race between those who log.
 */
final class LogLimits {

  static final Duration WINDOW = Duration.ofMinutes(1);
  static final int OF_CAUSE = 20;
  static final int OF_LOGGER = 60;

  private final LongSupplier nanoTime;
  private final Function<LogRecord, String> text;

  /** Under the lock. */
  private final Map<Key, Cause> causes = new HashMap<>();

  /** One pattern of a logger, or with an empty pattern all of them. */
  private record Key(String logger, String pattern) {}

  private static final class Cause {
    final int limit;
    long since;
    int logged;
    long leftOut;
    LogRecord last;

    Cause(int limit, long now, LogRecord first) {
      this.limit = limit;
      this.since = now;
      this.last = first;
    }

    boolean admits(LogRecord event, long now) {
      if (leftOut == 0 && now - since >= WINDOW.toNanos()) {
        since = now;
        logged = 0;
      }
      if (logged < limit) {
        logged++;
        return true;
      }
      leftOut++;
      last = event;
      return false;
    }
  }

  /** Nothing logged yet; {@code text} fills parameters in. */
  LogLimits(LongSupplier nanoTime, Function<LogRecord, String> text) {
    this.nanoTime = nanoTime;
    this.text = text;
  }

  /** Whether to log an event now; if not, it is counted. */
  synchronized boolean admits(LogRecord event) {
    if (event.getLevel().intValue() < Level.INFO.intValue()) {
      return true;
    }
    long now = nanoTime.getAsLong();
    String logger = String.valueOf(event.getLoggerName());
    var key = new Key(logger, String.valueOf(event.getMessage()));
    Cause known = causes.get(key);
    if (known != null && !known.admits(event, now)) {
      return false;
    }
    Cause all = causes.computeIfAbsent(new Key(logger, ""), _ -> new Cause(OF_LOGGER, now, event));
    if (!all.admits(event, now)) {
      return false;
    }
    if (known == null) {
      var cause = new Cause(OF_CAUSE, now, event);
      cause.logged = 1;
      causes.put(key, cause);
    }
    return true;
  }

  /** What stands for the events left out in minutes that are over. */
  synchronized List<LogRecord> due() {
    long now = nanoTime.getAsLong();
    List<LogRecord> due = new ArrayList<>();
    for (Iterator<Cause> each = causes.values().iterator(); each.hasNext(); ) {
      Cause cause = each.next();
      if (now - cause.since < WINDOW.toNanos()) {
        continue;
      }
      if (cause.leftOut == 0) {
        each.remove();
        continue;
      }
      due.add(summary(cause.last, cause.leftOut - 1));
      cause.since = now;
      cause.logged = cause.leftOut > cause.limit ? cause.limit : 1;
      cause.leftOut = 0;
    }
    return due;
  }

  /** How long until something is due; at most a minute. */
  synchronized long nanosToDue() {
    long now = nanoTime.getAsLong();
    return causes.values().stream()
        .filter(cause -> cause.leftOut > 0)
        .mapToLong(cause -> Math.max(1, cause.since + WINDOW.toNanos() - now))
        .min()
        .orElse(WINDOW.toNanos());
  }

  private LogRecord summary(LogRecord last, long others) {
    String more =
        others == 0
            ? ""
            : String.format(Locale.ROOT, " (… %,d more of these in the last minute)", others);
    var summary = new LogRecord(last.getLevel(), "{0}{1}");
    summary.setParameters(new Object[] {text.apply(last), more});
    summary.setLoggerName(last.getLoggerName());
    summary.setThrown(last.getThrown());
    return summary;
  }
}
