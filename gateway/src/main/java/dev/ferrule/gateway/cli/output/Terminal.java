package dev.ferrule.gateway.cli.output;

import dev.ferrule.gateway.linux.TerminalSize;
import java.io.Console;

/** What standard output is. */
public final class Terminal {

  private static final int NARROWEST_HELP = 60;
  private static final int WIDEST_HELP = 100;

  private Terminal() {}

  /** Whether a person sees it: input and output are a terminal. */
  @SuppressWarnings("SystemConsoleNull") // it may: the default console of JDK 25 is the old one
  public static boolean isInteractive() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /** Columns for a help text: those of the terminal within reason, 80 where none is. */
  public static int width() {
    return Math.clamp(TerminalSize.now().columns(), NARROWEST_HELP, WIDEST_HELP);
  }

  /**
   * Whether colors are wanted: <a href="https://no-color.org">NO_COLOR</a> is not set and the
   * terminal is no dumb one.
   */
  public static boolean hasColor() {
    String noColor = System.getenv("NO_COLOR");
    return (noColor == null || noColor.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
  }
}
