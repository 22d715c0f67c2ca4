package dev.ferrule.gateway.cli;

import java.io.Console;

/** What standard output is. */
final class Terminal {

  private Terminal() {}

  /** Whether a person sees it: input and output are a terminal. */
  @SuppressWarnings("SystemConsoleNull") // it may: the default console of JDK 25 is the old one
  static boolean isInteractive() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /**
   * Whether colors are wanted: <a href="https://no-color.org">NO_COLOR</a> is not set and the
   * terminal is no dumb one.
   */
  static boolean hasColor() {
    String noColor = System.getenv("NO_COLOR");
    return (noColor == null || noColor.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
  }
}
