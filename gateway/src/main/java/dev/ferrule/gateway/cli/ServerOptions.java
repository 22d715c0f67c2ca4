package dev.ferrule.gateway.cli;

import dev.ferrule.gateway.app.Closing;
import dev.ferrule.gateway.app.Gateway;
import dev.ferrule.gateway.config.Configuration;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What the commands that start a gateway have in common. */
final class ServerOptions {

  private static final System.Logger LOG = System.getLogger("dev.ferrule.run");

  private static final int MAX_PORT = 65_535;

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      description = "Port of the dashboard; 0 takes any free one.")
  private @Nullable Integer port;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Directory for history, ledger and caches.")
  private @Nullable Path data;

  /** The configuration with what the command line says instead. */
  Configuration applyTo(Configuration configuration, CommandLine command) {
    if (port != null && (port < 0 || port > MAX_PORT)) {
      throw new ParameterException(
          command,
          "Invalid value for option '--http-port': must be 0 to " + MAX_PORT + ", not " + port);
    }
    Configuration changed = configuration;
    if (port != null) {
      changed = changed.withHttpPort(port);
    }
    return data == null ? changed : changed.withData(data);
  }

  /**
   * Starts the gateway, says where its dashboard is, and waits for the end of the process.
   *
   * @return only when it could not start: the exit code
   */
  int serve(Configuration configuration, Closing closing, CommandLine command)
      throws InterruptedException {
    Gateway gateway;
    try {
      gateway = Gateway.start(configuration);
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "The gateway did not start", e);
      command.getErr().println("ferrule: " + StartFailure.explain(e, configuration));
      return ExitCode.FAILURE;
    }
    closing.add("gateway", gateway, configuration.stop().plus(Gateway.STOP_REST));
    String address = Addresses.dashboard(configuration.http().host(), gateway.port());
    LOG.log(Level.INFO, "{0} is served at {1}", configuration.name(), address);
    command.getOut().println("Dashboard: " + address);
    command.getOut().flush();
    closing.await();
    return ExitCode.OK;
  }
}
