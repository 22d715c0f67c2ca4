package dev.ferrule.gateway.cli;

import dev.ferrule.gateway.app.Closing;
import dev.ferrule.gateway.cli.logging.LogSetup;
import dev.ferrule.gateway.cli.output.VersionText;
import dev.ferrule.gateway.cli.simulator.DemoConfiguration;
import dev.ferrule.gateway.cli.simulator.DemoDirectory;
import dev.ferrule.gateway.cli.simulator.SimulatorProcess;
import dev.ferrule.gateway.config.Configuration;
import dev.ferrule.gateway.web.HttpSettings;
import dev.ferrule.protocol.program.ExitCode;
import dev.ferrule.protocol.program.UnusableFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code ferrule demo}: a simulated greenhouse and a gateway that does not know that it is
 * simulated.
 */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    sortOptions = false,
    description = {
      "Starts a simulated greenhouse with a live dashboard and prints its address.",
      "Needs no hardware, serves this machine only, and leaves nothing behind after Ctrl-C."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:it could not start",
      "2:wrong command line",
      "3:a directory cannot be written, or memory ran out",
      "70:a loop of the program stood still",
      "130:Ctrl-C",
      "143:SIGTERM"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ferrule demo", "  ferrule demo --http-port 9000 --data ~/ferrule-demo"})
final class DemoCommand implements Callable<Integer> {

  private static final System.Logger LOG = System.getLogger("dev.ferrule.demo");

  @Spec private CommandSpec spec;

  @Mixin private ServerOptions server;

  @Mixin private LogOptions log;

  @Override
  public Integer call() throws InterruptedException {
    log.apply(java.util.logging.Level.WARNING);
    PrintWriter err = spec.commandLine().getErr();
    var closing = new Closing();
    closing.begin();
    closing.add("log", LogSetup::flush);
    Configuration configuration;
    DemoDirectory directory = directory();
    try {
      closing.add("demo directory", directory);
      err.println("Starting a simulated greenhouse …");
      err.flush();
      SimulatorProcess simulator =
          SimulatorProcess.piped(
              List.of("--greenhouse", "--json", "--dir", directory.lines().toString()));
      closing.add("simulator", simulator);
      configuration = DemoConfiguration.of(simulator.firstLine(), directory.data());
      simulator.onExit(
          code -> {
            if (!closing.hasBegun()) {
              LOG.log(Level.WARNING, "The simulator ended with exit code {0}", code);
            }
          });
    } catch (IOException e) {
      err.println("ferrule: " + e.getMessage());
      return ExitCode.FAILED.code();
    }
    CommandLine command = spec.commandLine();
    Configuration wanted = server.applyTo(configuration.withHttpPort(freePort()), command);
    return server.serve(wanted, "the demo", closing, command);
  }

  private static DemoDirectory directory() {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try {
      return DemoDirectory.create(temporary);
    } catch (IOException e) {
      throw UnusableFile.making(temporary, e);
    }
  }

  /** The usual port when nobody has it, else any. */
  private static int freePort() {
    var address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), HttpSettings.DEFAULT.port());
    try (var probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(address);
      return HttpSettings.DEFAULT.port();
    } catch (IOException e) {
      return 0;
    }
  }
}
