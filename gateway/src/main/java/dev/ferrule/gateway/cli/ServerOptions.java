package dev.ferrule.gateway.cli;

import dev.ferrule.gateway.app.Closing;
import dev.ferrule.gateway.app.Gateway;
import dev.ferrule.gateway.app.MemoryPlan;
import dev.ferrule.gateway.app.Watchdog;
import dev.ferrule.gateway.config.Configuration;
import dev.ferrule.gateway.linux.ServiceManager;
import dev.ferrule.gateway.web.Addresses;
import dev.ferrule.gateway.web.HttpSettings;
import dev.ferrule.gateway.web.tls.ServerIdentity;
import dev.ferrule.protocol.program.ExitCode;
import dev.ferrule.protocol.program.UnusableFile;
import java.io.PrintWriter;
import java.lang.System.Logger.Level;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What the commands that start a gateway have in common. */
final class ServerOptions {

  private static final System.Logger LOG = System.getLogger("dev.ferrule.run");

  private static final int MAX_PORT = 65_535;
  private static final Duration LAST_RESORT = Duration.ofSeconds(5);

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
    if (data != null) {
      refuseUnlessItHolds(data, data.toAbsolutePath());
    }
    Configuration changed = configuration;
    if (port != null) {
      changed = changed.withHttpPort(port);
    }
    return data == null ? changed : changed.withData(data);
  }

  /** Looks whether a directory is there or can be made. */
  private static void refuseUnlessItHolds(Path named, Path directory) {
    Path parent = directory.getParent();
    if (!Files.exists(directory) && parent != null) {
      refuseUnlessItHolds(named, parent);
    } else if (!Files.isDirectory(directory)) {
      var trouble = new FileAlreadyExistsException(directory.toString());
      throw UnusableFile.making(directory, trouble);
    } else if (!Files.isWritable(directory)) {
      var trouble = new AccessDeniedException(directory.toString());
      throw UnusableFile.making(named, trouble);
    }
  }

  /**
   * Starts the gateway, says where its dashboard is, and waits for the end of the process.
   *
   * @param source where the configuration is from, for the ledger
   * @return only when it could not start: the exit code
   */
  int serve(Configuration configuration, String source, Closing closing, CommandLine command)
      throws InterruptedException {
    Gateway gateway;
    try {
      gateway = Gateway.start(configuration, source);
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "The gateway did not start", e);
      StartFailure failure = StartFailure.of(e, configuration);
      command.getErr().println("ferrule: " + failure.words());
      return failure.code().code();
    }
    Duration stop = configuration.stop().plus(Gateway.STOP_REST);
    closing.add("gateway", gateway, stop);
    String tooMuch = MemoryPlan.complaint(configuration, Runtime.getRuntime().maxMemory());
    if (!tooMuch.isEmpty()) {
      LOG.log(Level.WARNING, tooMuch);
    }
    watch(gateway, closing, stop.plus(LAST_RESORT));
    announce(configuration, gateway, command.getOut());
    closing.await();
    return ExitCode.DONE.code();
  }

  /** Says where the dashboard is, and what a device must trust to come there. */
  private static void announce(Configuration configuration, Gateway gateway, PrintWriter out) {
    HttpSettings http = configuration.http();
    ServerIdentity identity = gateway.identity();
    List<String> addresses = Addresses.dashboard(http, identity.names(), gateway.port());
    LOG.log(Level.INFO, "{0} is served at {1}", configuration.name(), addresses.getFirst());
    if (http.encryption() == HttpSettings.Encryption.NONE) {
      LOG.log(
          Level.WARNING,
          "Not encrypted (http.accept_plain_http): everybody on the way can read passwords and"
              + " change commands");
    }
    out.println("Dashboard: " + addresses.getFirst());
    addresses.stream().skip(1).forEach(further -> out.println("       or: " + further));
    identity
        .authority()
        .ifPresent(
            own -> {
              LOG.log(Level.INFO, "Its certificate authority is {0}", own.fingerprint());
              out.println("Each device trusts it after " + addresses.getFirst() + "ca, SHA-256");
              out.println(own.fingerprint());
            });
    out.flush();
  }

  /** Tells the service manager that the gateway lives, and ends a process that does not. */
  private static void watch(Gateway gateway, Closing closing, Duration lastResort) {
    Optional<ServiceManager> manager = ServiceManager.of(System.getenv());
    closing.add("service manager", () -> manager.ifPresent(ServiceManager::stopping));
    manager.ifPresent(ServiceManager::ready);
    closing.add(
        "watchdog",
        Watchdog.start(
            gateway.loops(),
            () -> manager.ifPresent(ServiceManager::alive),
            name -> {
              Thread.ofPlatform().daemon().name("ferrule-end").start(() -> endAfter(lastResort));
              LOG.log(Level.ERROR, "The loop of {0} stands still: the gateway ends", name);
              System.exit(ExitCode.STALLED.code());
            }));
  }

  /** What stands still may keep the orderly end from coming. */
  private static void endAfter(Duration lastResort) {
    try {
      Thread.sleep(lastResort);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(ExitCode.STALLED.code());
  }
}
