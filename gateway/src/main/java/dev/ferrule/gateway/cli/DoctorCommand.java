package dev.ferrule.gateway.cli;

import dev.ferrule.gateway.cli.client.GatewayAddress;
import dev.ferrule.gateway.cli.doctor.Doctor;
import dev.ferrule.gateway.cli.doctor.Finding;
import dev.ferrule.gateway.cli.doctor.FindingPrinter;
import dev.ferrule.gateway.cli.doctor.Machine;
import dev.ferrule.gateway.cli.listen.ListenOnlyRun;
import dev.ferrule.gateway.cli.logging.LogSetup;
import dev.ferrule.gateway.cli.output.Terminal;
import dev.ferrule.gateway.cli.output.VersionText;
import dev.ferrule.gateway.config.Configuration;
import dev.ferrule.gateway.config.ConfigurationFile;
import dev.ferrule.gateway.config.Loaded;
import dev.ferrule.gateway.web.Addresses;
import dev.ferrule.gateway.web.tls.LocalAuthority;
import dev.ferrule.protocol.program.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ferrule doctor}: says what keeps a gateway from working, and what to do about it. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    description = {
      "Looks at this machine, and at the ports, chips and lines of a configuration.",
      "A line for each finding: ok, warn or fail, what, where, how it is; and what to do.",
      "It asks the running gateway what the lines carry; where none runs it listens to the free"
          + " ports for 3 s and sends nothing (most Arduinos restart when a port is opened)."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing failed; there may be warnings",
      "1:something failed",
      "2:wrong command line",
      "3:the configuration is wrong or cannot be read"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ferrule doctor", "  ferrule doctor greenhouse.yaml", "  ferrule doctor --json"})
final class DoctorCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "CONFIG",
      arity = "0..1",
      description = "The configuration, YAML; without it only this machine and its ports.")
  private @Nullable Path file;

  @Option(
      names = "--url",
      paramLabel = "URL",
      converter = ClientOptions.AddressConverter.class,
      description = "The running gateway, when it is not where the configuration says.")
  private @Nullable GatewayAddress url;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    LogSetup.apply(LogSetup.Form.TEXT, Level.WARNING, Level.SEVERE);
    Path path = file;
    if (path == null) {
      return examine(Optional.empty());
    }
    return switch (ConfigurationFile.load(path)) {
      case Loaded.Valid(Configuration configuration) -> examine(Optional.of(configuration));
      case Loaded.Unusable unusable -> MistakePrinter.complain(spec, path, unusable);
    };
  }

  private int examine(Optional<Configuration> configuration) throws InterruptedException {
    List<Finding> findings;
    try (var ears = new ListenOnlyRun()) {
      var doctor = new Doctor(Machine.present(), ears);
      findings =
          configuration.isPresent()
              ? doctor.examine(configuration.get(), gateway(configuration.get()))
              : doctor.examine();
    }
    PrintWriter out = spec.commandLine().getOut();
    var printer = new FindingPrinter(out);
    if (json) {
      printer.json(findings);
    } else {
      printer.print(findings, Terminal.isInteractive() && Terminal.hasColor());
    }
    boolean failed = findings.stream().anyMatch(f -> f.level() == Finding.Level.FAIL);
    return failed ? ExitCode.FAILED.code() : ExitCode.DONE.code();
  }

  private GatewayAddress gateway(Configuration configuration) {
    if (url != null) {
      return url;
    }
    GatewayAddress here = GatewayAddress.parse(Addresses.here(configuration.http()));
    Path authority = new LocalAuthority(configuration.data()).certificate();
    return Files.isReadable(authority) ? here.believing(authority) : here;
  }
}
