package dev.ferrule.gateway.cli.access;

import dev.ferrule.gateway.security.accounts.Changes.Secretly;
import dev.ferrule.protocol.program.UnusableFile;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where a password comes from; never the command line itself, which everybody can see. */
final class PasswordInput {

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = {"Its first line is the password; - is standard input.", "Without it, asks."})
  private @Nullable Path file;

  /** The password. */
  @SuppressWarnings("SystemConsoleNull") // it may: the default console of JDK 25 is the old one
  Secretly read(CommandLine command) {
    if (file != null) {
      return new Secretly(file.toString().equals("-") ? ofInput() : ofFile(file));
    }
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      throw new ParameterException(
          command, "There is no terminal to ask for the password; use --password-file");
    }
    String first = new String(console.readPassword("Password: "));
    String second = new String(console.readPassword("Again: "));
    if (!first.equals(second)) {
      throw new ParameterException(command, "The two passwords are not the same");
    }
    return new Secretly(first);
  }

  private static String ofInput() {
    try {
      String line =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw UnusableFile.reading(Path.of("standard input"), e);
    }
  }

  private static String ofFile(Path file) {
    try (BufferedReader in = Files.newBufferedReader(file)) {
      String line = in.readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw UnusableFile.reading(file, e);
    }
  }
}
