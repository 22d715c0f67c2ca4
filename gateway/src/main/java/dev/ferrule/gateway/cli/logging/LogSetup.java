package dev.ferrule.gateway.cli.logging;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferrule.gateway.cli.logging.LogLine.Reader;
import java.io.UnsupportedEncodingException;
import java.util.Locale;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Sets up logging for this process, once, before anything logs. */
public final class LogSetup {

  /** What a line looks like. */
  public enum Form {
    /** For people, or for the journal when standard error goes there. */
    TEXT,

    /** One JSON object per line. */
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
    ROOT.addHandler(standardError(new LogLine(reader(form))));
    ROOT.setLevel(libraries);
    OWN.setLevel(own);
    BOARD.setLevel(Level.OFF);
  }

  /** Standard error in UTF-8, whatever the locale. */
  private static Handler standardError(LogLine line) {
    try {
      Handler handler = new ConsoleHandler();
      handler.setEncoding(UTF_8.name());
      handler.setLevel(Level.ALL);
      handler.setFormatter(line);
      return handler;
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException("every JVM has UTF-8", e);
    }
  }

  private static Reader reader(Form form) {
    return switch (form) {
      case JSON -> Reader.MACHINE;
      case TEXT -> Journal.readsStandardError() ? Reader.JOURNAL : Reader.PERSON;
    };
  }
}
