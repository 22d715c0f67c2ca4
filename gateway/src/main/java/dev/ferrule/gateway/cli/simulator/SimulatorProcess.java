package dev.ferrule.gateway.cli.simulator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;

/**
 * The simulator as a process of its own, on the same JVM and class path: no code of the gateway
 * sees it.
 *
 * <p>Its standard input is a pipe that is never written to. When this process ends, even by
 * SIGKILL, the pipe ends, and the simulator with it.
 */
public final class SimulatorProcess implements AutoCloseable {

  /** On a Pi with everything cold; a warm PC takes half a second. */
  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  /** Room for load runs of many boards; what is not used is not taken. */
  private static final List<String> LOAD_HEAP = List.of("-Xmx192m");

  /** Three boards live in 6 MiB; the second compiler would cost more than it saves. */
  private static final List<String> DEMO_HEAP =
      List.of("-Xms8m", "-Xmx24m", "-XX:TieredStopAtLevel=1");

  private static final Duration STOP_LIMIT = Duration.ofMillis(700);

  private final Process process;

  private SimulatorProcess(Process process) {
    this.process = process;
  }

  /** Starts it with standard output and error shared: what it says is what the command says. */
  public static SimulatorProcess sharing(List<String> arguments) throws IOException {
    ProcessBuilder builder = command(LOAD_HEAP, arguments);
    builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
    return new SimulatorProcess(builder.start());
  }

  /** Starts it with standard output for {@link #firstLine}. */
  public static SimulatorProcess piped(List<String> arguments) throws IOException {
    return new SimulatorProcess(command(DEMO_HEAP, arguments).start());
  }

  private static ProcessBuilder command(List<String> heap, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // No start-up cache: it would save this process no time and cost it 16 MB.
    command.add("-XX:+UseSerialGC");
    command.add("-XX:+UseCompactObjectHeaders");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(heap);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("dev.ferrule.sim.SimMain");
    command.add("--exit-with-parent");
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .redirectInput(ProcessBuilder.Redirect.PIPE)
        .redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  /**
   * The first line that it prints; all others are read and forgotten.
   *
   * @throws IOException when it ends or the time is up without one; why it ended it has said on
   *     standard error
   */
  public String firstLine() throws IOException, InterruptedException {
    var first = new CompletableFuture<String>();
    Thread.ofPlatform().daemon().name("simulator-output").start(() -> read(first));
    try {
      return first.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(
          "the simulator ended with exit code " + process.waitFor(), e.getCause());
    } catch (TimeoutException e) {
      throw new IOException(
          "the simulator was not ready within " + START_LIMIT.toSeconds() + " s", e);
    }
  }

  private void read(CompletableFuture<String> first) {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        first.complete(line);
      }
      first.completeExceptionally(new IOException("no line came"));
    } catch (IOException e) {
      first.completeExceptionally(e);
    }
  }

  /** Waits for its end and returns its exit code. */
  public int waitFor() throws InterruptedException {
    return process.waitFor();
  }

  /** Calls {@code action} with the exit code when it ends, whoever ended it. */
  public void onExit(IntConsumer action) {
    var unused = process.onExit().thenAccept(ended -> action.accept(ended.exitValue()));
  }

  /** Ends it: by SIGTERM, and when that does not help by SIGKILL. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
