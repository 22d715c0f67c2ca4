package dev.ferrule.gateway.cli;

import dev.ferrule.gateway.app.MemoryPlan;
import dev.ferrule.gateway.cli.output.VersionText;
import dev.ferrule.gateway.config.Configuration;
import dev.ferrule.gateway.config.ConfigurationFile;
import dev.ferrule.gateway.config.Loaded;
import dev.ferrule.gateway.config.device.DeviceConfiguration;
import dev.ferrule.gateway.config.device.DriverSettings;
import dev.ferrule.gateway.mqtt.bridge.BridgeSettings;
import dev.ferrule.gateway.web.Addresses;
import dev.ferrule.gateway.web.HttpSettings;
import dev.ferrule.gateway.web.tls.ServerNames;
import dev.ferrule.protocol.program.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code ferrule check}: says whether a configuration can be run, and if not, everything that is
 * wrong with it.
 */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    description = {
      "Checks a configuration without opening anything.",
      "Prints what it amounts to, or every problem as FILE:LINE:COLUMN: what is wrong and what is"
          + " allowed."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:it can be run", "2:wrong command line", "3:it is wrong or cannot be read"},
    footerHeading = "%nExamples:%n",
    footer = {"  ferrule check greenhouse.yaml", "  ferrule check --schema > ferrule.schema.json"})
final class CheckCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", arity = "0..1", description = "The configuration, YAML.")
  private @Nullable Path file;

  @Option(names = "--schema", description = "Print the JSON Schema of configurations instead.")
  private boolean schema;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (schema) {
      out.print(ConfigurationFile.schema());
      out.flush();
      return ExitCode.DONE.code();
    }
    if (file == null) {
      throw new ParameterException(spec.commandLine(), "Missing required parameter: 'FILE'");
    }
    return switch (ConfigurationFile.load(file)) {
      case Loaded.Valid(Configuration configuration) -> {
        String tooMuch = MemoryPlan.complaint(configuration, Runtime.getRuntime().maxMemory());
        if (!tooMuch.isEmpty()) {
          spec.commandLine().getErr().println(file + ": " + tooMuch);
          yield ExitCode.FILE.code();
        }
        summarize(configuration, out);
        yield ExitCode.DONE.code();
      }
      case Loaded.Unusable unusable -> MistakePrinter.complain(spec, file, unusable);
    };
  }

  private void summarize(Configuration configuration, PrintWriter out) {
    HttpSettings http = configuration.http();
    int count = configuration.devices().size();
    out.println(file + ": ok");
    out.println(
        configuration.name()
            + ": "
            + (count == 1 ? "1 device" : count + " devices")
            + ", dashboard at "
            + Addresses.dashboard(http, ServerNames.of(http.host()), http.port()).getFirst());
    int widest = configuration.devices().stream().mapToInt(d -> d.id().length()).max().orElse(0);
    for (DeviceConfiguration device : configuration.devices()) {
      out.println(
          "  "
              + device.id()
              + " ".repeat(widest - device.id().length())
              + "  "
              + describe(device.driver())
              + ", "
              + device.link()
              + device
                  .serial()
                  .map(line -> " at " + line.baud() + " baud " + line.form())
                  .orElse("")
              + (device.area().isEmpty() ? "" : ", in " + device.area()));
    }
    for (BridgeSettings bridge : configuration.bridges()) {
      out.println("  mqtt " + bridge.broker().name() + "  " + describe(bridge, configuration));
    }
    out.flush();
  }

  private static String describe(BridgeSettings bridge, Configuration configuration) {
    String address = bridge.broker().address();
    if (bridge.backlog().isEmpty()) {
      return address + "; what is read while it is away is not told";
    }
    return configuration.history().isOn()
        ? address + "; what is read while it is away is told later"
        : address + "; what is read while it is away is lost: history is off";
  }

  private static String describe(DriverSettings driver) {
    return switch (driver) {
      case DriverSettings.Firmware _ -> driver.word();
      case DriverSettings.Text(var settings) -> driver.word() + with(settings.channels().size());
      case DriverSettings.Gpio(var settings) -> driver.word() + with(settings.channels().size());
      case DriverSettings.Nmea(var settings) -> driver.word() + with(settings.channels().size());
      case DriverSettings.Modbus(var settings) ->
          driver.word() + " unit " + settings.unit() + with(settings.channels().size());
    };
  }

  private static String with(int channels) {
    return " with " + (channels == 1 ? "1 channel" : channels + " channels");
  }
}
