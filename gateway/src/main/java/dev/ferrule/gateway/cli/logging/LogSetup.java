package dev.ferrule.gateway.cli.logging;

import java.util.Locale;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Sets up logging for this process, once, before anything logs. */
public final class LogSetup {

  /** What a line looks like. */
  public enum Form {
    /** For people, or for the journal when standard error goes there. */
    TEXT,

    /** One JSON object a line. */
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Kept: java.util.logging holds loggers weakly and forgets the level of one that nobody holds.
   */
  private static final Logger OWN = Logger.getLogger("dev.ferrule");

  /** Pi4J's, which calls it an error not to run on a Raspberry Pi; chips are found without it. */
  private static final Logger BOARD = Logger.getLogger("com.pi4j.boardinfo");

  private static final Logger ROOT = Logger.getLogger("");

  private LogSetup() {}

  /**
   * Must be called first in {@code main}, before any logger exists: see {@link SteadyLogManager}.
   */
  public static void claim() {
    System.setProperty("java.util.logging.manager", SteadyLogManager.class.getName());
  }

  /**
   * Logs to standard error from now on.
   *
   * @param own from which level on the program's own events are logged
   * @param libraries from which level on those of libraries are
   */
  public static void apply(Form form, Level own, Level libraries) {
    for (Handler handler : ROOT.getHandlers()) {
      ROOT.removeHandler(handler);
    }
    ROOT.addHandler(new LogHandler(System.err, line(form)));
    ROOT.setLevel(libraries);
    OWN.setLevel(own);
    BOARD.setLevel(Level.OFF);
  }

  private static LogLine line(Form form) {
    return switch (form) {
      case JSON -> LogLine.JSON;
      case TEXT -> Journal.readsStandardError() ? LogLine.JOURNAL : LogLine.TEXT;
    };
  }
}
