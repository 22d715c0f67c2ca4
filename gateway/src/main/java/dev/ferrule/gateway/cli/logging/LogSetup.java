package dev.ferrule.gateway.cli.logging;

import dev.ferrule.gateway.cli.logging.LogLine.Reader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.time.Duration;
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

  /** How long the end of the process waits for whoever reads the log. */
  private static final Duration LAST_WORDS = Duration.ofMillis(200);

  private LogSetup() {}

  /**
   * Must be called first in {@code main}, before any logger exists: see {@link SteadyLogManager}.
   */
  public static void claim() {
    System.setProperty("java.util.logging.manager", SteadyLogManager.class.getName());
  }

  /**
   * Logs to standard error from now on; what ends a thread too.
   *
   * @param own from which level on the program's own events are logged
   * @param libraries from which level on those of libraries are
   */
  public static void apply(Form form, Level own, Level libraries) {
    apply(form, own, libraries, new FileOutputStream(FileDescriptor.err));
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, defect) ->
            System.getLogger("dev.ferrule")
                .log(System.Logger.Level.ERROR, "a thread failed: " + thread.getName(), defect));
  }

  /** The same to anywhere. */
  static void apply(Form form, Level own, Level libraries, OutputStream out) {
    for (Handler handler : ROOT.getHandlers()) {
      ROOT.removeHandler(handler);
      if (handler instanceof LogWriter writer) {
        writer.close();
      }
    }
    ROOT.addHandler(new LogWriter(new LogLine(reader(form)), out, System::nanoTime));
    ROOT.setLevel(libraries);
    OWN.setLevel(own);
    BOARD.setLevel(Level.OFF);
  }

  /** Waits until what was logged is written, or {@link #LAST_WORDS} are over. */
  public static void flush() {
    for (Handler handler : ROOT.getHandlers()) {
      if (handler instanceof LogWriter writer) {
        writer.flush(LAST_WORDS);
      }
    }
  }

  private static Reader reader(Form form) {
    return switch (form) {
      case JSON -> Reader.MACHINE;
      case TEXT -> Journal.readsStandardError() ? Reader.JOURNAL : Reader.PERSON;
    };
  }
}
