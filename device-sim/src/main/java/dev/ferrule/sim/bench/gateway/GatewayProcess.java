package dev.ferrule.sim.bench.gateway;

import dev.ferrule.protocol.program.UnusableFile;
import dev.ferrule.sim.bench.model.RunFailed;
import dev.ferrule.sim.bench.model.Workload;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The gateway under load, a process of its own. */
public final class GatewayProcess implements AutoCloseable {

  /** What it prints when it serves, before its address. */
  private static final String READY = "Dashboard: ";

  /** Clients beyond those of the run: somebody may look at the dashboard meanwhile. */
  private static final int SPARE_CLIENTS = 16;

  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
  private static final int LOG_LINES = 20;

  private final Process process;
  private final Path log;
  private int port;

  private GatewayProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it and waits until it serves.
   *
   * @param setup which program, and where it runs
   * @param clients that it must take
   * @param links of the boards
   * @param directory for its configuration, data and log
   * @throws RunFailed when it cannot be started or does not serve in time; it has ended then
   * @throws UnusableFile when its configuration cannot be written
   */
  public static GatewayProcess start(Setup setup, int clients, List<Path> links, Path directory)
      throws InterruptedException {
    Path log = directory.resolve("gateway.log");
    Path file = directory.resolve("gateway.yaml");
    List<String> command = new ArrayList<>(setup.pinGateway());
    command.addAll(List.of(setup.launcher().toString(), "run", "--config", file.toString()));
    command.addAll(List.of("--data", directory.resolve("data").toString()));
    try {
      Files.writeString(file, configuration(clients, links));
    } catch (IOException e) {
      throw UnusableFile.writing(file, e);
    }
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      process.getOutputStream().close();
      var gateway = new GatewayProcess(process, log);
      gateway.awaitReady();
      return gateway;
    } catch (IOException e) {
      throw new RunFailed(setup.launcher() + " cannot be started; is it a launcher bin/ferrule?");
    }
  }

  private static String configuration(int clients, List<Path> links) {
    var yaml = new StringBuilder("gateway: {name: Load}\nhttp: {port: 0}\n");
    yaml.append("limits: {clients: ").append(clients + SPARE_CLIENTS).append("}\ndevices:\n");
    for (int board = 0; board < links.size(); board++) {
      yaml.append("  ").append(Workload.device(board)).append(":\n    driver: firmware\n");
      yaml.append("    port: \"").append(links.get(board)).append("\"\n");
    }
    return yaml.toString();
  }

  private void awaitReady() throws InterruptedException {
    var address = new CompletableFuture<String>();
    Thread.ofPlatform().daemon().name("bench-gateway-output").start(() -> read(address));
    try {
      String text = address.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
      port = URI.create(text.strip()).getPort();
    } catch (ExecutionException e) {
      close();
      throw new RunFailed("the gateway ended before it served" + tail());
    } catch (TimeoutException e) {
      close();
      throw new RunFailed(
          "the gateway did not serve within " + START_LIMIT.toSeconds() + " s" + tail());
    } catch (InterruptedException e) {
      close();
      throw e;
    }
  }

  private void read(CompletableFuture<String> address) {
    try (BufferedReader in = process.inputReader()) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith(READY)) {
          address.complete(line.substring(READY.length()));
        }
      }
      address.completeExceptionally(new IOException("it ended"));
    } catch (IOException e) {
      address.completeExceptionally(e);
    }
  }

  /** Where it serves on this machine. */
  public int port() {
    return port;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** The last lines of its log, each on a line of its own. */
  public String tail() {
    try {
      List<String> lines = Files.readAllLines(log);
      List<String> last = lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
      return last.isEmpty() ? "" : "\n  " + String.join("\n  ", last);
    } catch (IOException e) {
      return "";
    }
  }

  /** Ends it by SIGKILL: what it would put in order is thrown away with its directory. */
  @Override
  public void close() {
    process
        .destroyForcibly()
        .onExit()
        .orTimeout(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)
        .exceptionally(_ -> process)
        .join();
  }
}
