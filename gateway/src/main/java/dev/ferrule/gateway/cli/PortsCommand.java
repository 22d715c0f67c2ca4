package dev.ferrule.gateway.cli;

import dev.ferrule.gateway.app.PortClaims;
import dev.ferrule.gateway.cli.output.VersionText;
import dev.ferrule.gateway.cli.ports.PortReport;
import dev.ferrule.gateway.config.Configuration;
import dev.ferrule.gateway.config.ConfigurationFile;
import dev.ferrule.gateway.config.Loaded;
import dev.ferrule.gateway.config.device.DeviceConfiguration;
import dev.ferrule.gateway.device.serial.ports.Port;
import dev.ferrule.gateway.device.serial.ports.PortInventory;
import dev.ferrule.gateway.device.serial.ports.PortWatch;
import dev.ferrule.gateway.device.serial.ports.PortWatch.Change;
import dev.ferrule.gateway.json.JsonText;
import dev.ferrule.protocol.program.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ferrule ports}: which serial ports are here, and what can be done with each. */
@Command(
    name = "ports",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    sortOptions = false,
    description = {
      "Lists the serial ports of this machine and how to add each to a configuration.",
      "With their stable names, the USB adapter behind each, who has it open, and what keeps this"
          + " user out. Opens none of them."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "2:wrong command line",
      "3:the configuration is wrong or cannot be read"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ferrule ports",
      "  ferrule ports --watch                   which one is this board?",
      "  ferrule ports --config greenhouse.yaml  which device is on which port"
    })
final class PortsCommand implements Callable<Integer> {

  private static final Duration SCAN_PERIOD = Duration.ofMillis(500);

  @Spec private CommandSpec spec;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "A configuration, to say which device is on which port.")
  private @Nullable Path file;

  @Option(names = "--watch", description = "Keep watching; report ports that appear and vanish.")
  private boolean watch;

  @Option(
      names = "--json",
      description = "An array of objects; with --watch one object per line, with an \"event\".")
  private boolean json;

  @Option(names = "--root", hidden = true, description = "Where sys and dev are.")
  private Path root = Path.of("/");

  @Override
  public Integer call() throws InterruptedException {
    List<DeviceConfiguration> devices = List.of();
    Path configured = file;
    if (configured != null) {
      switch (ConfigurationFile.load(configured)) {
        case Loaded.Valid(Configuration configuration) -> devices = configuration.devices();
        case Loaded.Unusable unusable -> {
          return MistakePrinter.complain(spec, configured, unusable);
        }
      }
    }
    var inventory = new PortInventory(root);
    var claims = new PortClaims(devices, inventory);
    var watching = new PortWatch(inventory); // before the list, so that nothing falls between
    list(inventory, claims);
    while (watch) {
      Thread.sleep(SCAN_PERIOD);
      watching.look().forEach(change -> tell(change, claims));
    }
    return ExitCode.DONE.code();
  }

  private void list(PortInventory inventory, PortClaims claims) {
    List<PortReport> reports =
        inventory.list().stream().map(port -> PortReport.of(port, claims)).toList();
    if (json && watch) {
      reports.forEach(report -> say(event("here", report)));
    } else if (json) {
      JsonText all = new JsonText().list();
      for (PortReport report : reports) {
        report.json(all.object());
        all.endObject();
      }
      say(all.endList().toString());
    } else if (reports.isEmpty()) {
      say("no serial port is here; is the board plugged in, with a cable that carries data?");
    } else {
      reports.forEach(report -> report.lines().forEach(this::say));
    }
  }

  private void tell(Change change, PortClaims claims) {
    switch (change) {
      case Change.Came(Port port) -> {
        PortReport report = PortReport.of(port, claims);
        if (json) {
          say(event("new", report));
        } else {
          List<String> lines = report.lines();
          say("new: " + lines.getFirst());
          lines.subList(1, lines.size()).forEach(this::say);
        }
      }
      case Change.Gone(Port port) -> {
        JsonText gone = new JsonText().object().field("path", port.path().toString());
        say(json ? gone.field("event", "gone").endObject().toString() : "gone: " + port.title());
      }
    }
  }

  private static String event(String event, PortReport report) {
    JsonText out = new JsonText().object();
    report.json(out);
    return out.field("event", event).endObject().toString();
  }

  private void say(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
