package dev.ferrule.gateway.cli.access;

import dev.ferrule.gateway.config.Configuration;
import dev.ferrule.gateway.config.ConfigurationFile;
import dev.ferrule.gateway.config.Loaded;
import dev.ferrule.gateway.security.accounts.Change;
import dev.ferrule.gateway.security.accounts.Outcome;
import dev.ferrule.gateway.security.accounts.Roster;
import dev.ferrule.gateway.security.accounts.RosterFile;
import dev.ferrule.gateway.web.HttpSettings;
import dev.ferrule.protocol.program.ExitCode;
import dev.ferrule.protocol.program.UnusableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Whose accounts are meant, and what is said of them. */
public final class DataOptions {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {
        "The gateway's data directory; without it the one of",
        "the configuration, else /var/lib/ferrule, or",
        "~/.local/state/ferrule where that cannot be written."
      })
  private @Nullable Path data;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = {"The configuration; without it", ConfigurationFile.USUAL + "."})
  private @Nullable Path config;

  DataOptions() {}

  /** The data directory. */
  public Path directory() {
    return data == null
        ? configuration().map(Configuration::data).orElseGet(Configuration::usualData)
        : data;
  }

  /** How the gateway is reached, as far as there is a configuration. */
  HttpSettings http() {
    return configuration().map(Configuration::http).orElse(HttpSettings.DEFAULT);
  }

  /** The configuration's file; the usual one need not exist. */
  public Path file() {
    return config == null ? Path.of(ConfigurationFile.USUAL) : config;
  }

  private Optional<Configuration> configuration() {
    Path file = file();
    if (config == null && !Files.exists(file)) {
      return Optional.empty();
    }
    return switch (ConfigurationFile.load(file)) {
      case Loaded.Valid(Configuration configuration) -> Optional.of(configuration);
      case Loaded.Unusable _ ->
          throw new UnusableFile(
              file, "it does not say where the data is; see ferrule check, or use --data");
    };
  }

  /** Who is in the accounts. */
  Roster read() {
    var file = new RosterFile(directory());
    try {
      return file.read();
    } catch (IOException e) {
      throw UnusableFile.reading(file.path(), e);
    }
  }

  /** Changes them and lets {@code done} say what was done; the exit code. */
  <T> int change(CommandLine command, Change<T> change, Consumer<T> done) {
    var file = new RosterFile(directory());
    Outcome<T> outcome;
    try {
      outcome = file.change(change).outcome();
    } catch (IOException e) {
      throw UnusableFile.writing(file.path(), e);
    }
    if (outcome instanceof Outcome.Done<T>(T made)) {
      done.accept(made);
      return ExitCode.DONE.code();
    }
    command.getErr().println("ferrule: " + why(outcome));
    command.getErr().flush();
    return ExitCode.FAILED.code();
  }

  private static String why(Outcome<?> outcome) {
    return switch (outcome) {
      case Outcome.Refused<?>(String why, Outcome.Part _) -> why;
      case Outcome.Missing<?> _ -> "there is none of that name; see list";
      case Outcome.Failed<?>(String why) -> why;
      case Outcome.Done<?> _, Outcome.Wrong<?> _, Outcome.TooMany<?> _, Outcome.Busy<?> _ ->
          throw new IllegalStateException("not from the command line: " + outcome);
    };
  }
}
