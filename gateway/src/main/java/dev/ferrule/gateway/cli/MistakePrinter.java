package dev.ferrule.gateway.cli;

import dev.ferrule.gateway.cli.output.Terminal;
import dev.ferrule.gateway.config.Loaded;
import dev.ferrule.gateway.config.yaml.Mistake;
import dev.ferrule.protocol.program.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Shows what is wrong with a configuration: a line each as compilers do, on a terminal with the
 * line of the file below.
 */
final class MistakePrinter {

  private static final int WIDEST_EXCERPT = 100;

  private final PrintWriter out;
  private final boolean excerpts;

  /** Prints to {@code out}; with {@code excerpts} also the lines in question and a caret below. */
  MistakePrinter(PrintWriter out, boolean excerpts) {
    this.out = out;
    this.excerpts = excerpts;
  }

  /** Prints why a command cannot use the configuration in {@code file}; its exit code. */
  static int complain(CommandSpec spec, Path file, Loaded.Unusable loaded) {
    new MistakePrinter(spec.commandLine().getErr(), Terminal.isInteractive())
        .print(file.toString(), loaded);
    return ExitCode.FILE.code();
  }

  /** Prints everything that is wrong with it. */
  void print(String file, Loaded.Unusable loaded) {
    switch (loaded) {
      case Loaded.Invalid invalid -> print(file, invalid);
      case Loaded.Unreadable(String reason) -> out.println(file + ": " + reason);
    }
    out.flush();
  }

  private void print(String file, Loaded.Invalid loaded) {
    for (Mistake problem : loaded.problems()) {
      out.println(file + ":" + problem);
      if (excerpts) {
        excerpt(problem, loaded.lines());
      }
    }
    int count = loaded.problems().size();
    out.println(file + ": " + count + (count == 1 ? " problem" : " problems"));
  }

  private void excerpt(Mistake problem, List<String> lines) {
    int line = problem.place().line();
    if (line > lines.size()) {
      return;
    }
    // A tab is one column for the parser; as a blank the caret stands below its character.
    String text = lines.get(line - 1).replace('\t', ' ').replaceAll("\\p{Cntrl}", "?");
    int from = problem.place().column() - 1;
    if (from > text.length() || from > WIDEST_EXCERPT) {
      return;
    }
    String shown = text.length() > WIDEST_EXCERPT ? text.substring(0, WIDEST_EXCERPT) + "…" : text;
    int length = Math.clamp(problem.length(), 1, Math.max(1, shown.length() - from));
    String number = String.valueOf(line);
    out.println("  " + number + " | " + shown);
    out.println("  " + " ".repeat(number.length()) + " | " + " ".repeat(from) + "^".repeat(length));
  }
}
