package dev.ferrule.gateway.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** One run of the command line within this JVM. */
record CommandRun(int exitCode, String out, String err) {

  static CommandRun of(String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode = Ferrule.commandLine(new PrintWriter(out), new PrintWriter(err)).execute(args);
    return new CommandRun(exitCode, out.toString(), err.toString());
  }
}
