package dev.ferrule.gateway.cli;

import dev.ferrule.gateway.app.Closing;
import dev.ferrule.gateway.cli.backup.RestoreCommand;
import dev.ferrule.gateway.cli.logging.LogSetup;
import dev.ferrule.gateway.cli.output.VersionText;
import dev.ferrule.gateway.config.Configuration;
import dev.ferrule.gateway.config.ConfigurationFile;
import dev.ferrule.gateway.config.Loaded;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ferrule run}: serves the devices of a configuration until a signal comes. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    sortOptions = false,
    description = "Serves the devices of a configuration until Ctrl-C or SIGTERM.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:it could not start",
      "2:wrong command line",
      "3:the configuration is wrong or cannot be read, data cannot be written, or memory ran out",
      "70:a loop of the program stood still",
      "130:Ctrl-C",
      "143:SIGTERM"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ferrule run --config greenhouse.yaml",
      "  ferrule run --config greenhouse.yaml --http-port 9000 --data ~/ferrule"
    })
final class RunCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @ArgGroup private From from = new From();

  /** Where the configuration is; in either way. */
  static final class From {
    @Parameters(paramLabel = "FILE", arity = "0..1", description = "The same without --config.")
    private @Nullable Path file;

    @Option(
        names = {"-c", "--config"},
        paramLabel = "FILE",
        description = {"The configuration; without it", ConfigurationFile.USUAL + "."})
    private @Nullable Path config;

    Path path() {
      Path named = config == null ? file : config;
      return named == null ? Path.of(ConfigurationFile.USUAL) : named;
    }
  }

  @Mixin private ServerOptions server;

  @Mixin private LogOptions log;

  @Override
  public Integer call() throws InterruptedException {
    Path file = from.path();
    return switch (ConfigurationFile.load(file)) {
      case Loaded.Valid(Configuration configuration) -> serve(file, configuration);
      case Loaded.Unusable unusable -> MistakePrinter.complain(spec, file, unusable);
    };
  }

  private int serve(Path file, Configuration written) throws InterruptedException {
    Configuration configuration = server.applyTo(written, spec.commandLine());
    if (RestoreCommand.finish(configuration.data())) {
      return call(); // which may have brought another configuration
    }
    return serve(configuration, ConfigurationFile.fingerprint(file));
  }

  private int serve(Configuration configuration, String source) throws InterruptedException {
    log.apply(Level.INFO);
    var closing = new Closing();
    closing.begin();
    closing.add("log", LogSetup::flush);
    return server.serve(configuration, source, closing, spec.commandLine());
  }
}
