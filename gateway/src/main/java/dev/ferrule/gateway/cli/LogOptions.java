package dev.ferrule.gateway.cli;

import dev.ferrule.gateway.cli.logging.LogSetup;
import java.util.logging.Level;
import picocli.CommandLine.Option;

/** How a command logs. Mixed into the commands that start a gateway; the others do not log. */
final class LogOptions {

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      description = "Form of log lines: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private LogSetup.Form form = LogSetup.Form.TEXT;

  @Option(
      names = {"-v", "--verbose"},
      description = "Log more; twice, also what the libraries say.")
  private boolean[] verbose = {};

  @Option(
      names = {"-q", "--quiet"},
      description = "Log warnings and errors only.")
  private boolean quiet;

  /**
   * Makes it so for this process. {@code usual} is the level of the gateway's own events without
   * options.
   */
  void apply(Level usual) {
    Level own = quiet ? Level.WARNING : verbose.length > 0 ? Level.FINE : usual;
    Level libraries = verbose.length > 1 ? Level.FINE : Level.WARNING;
    LogSetup.apply(form, own, libraries);
  }
}
