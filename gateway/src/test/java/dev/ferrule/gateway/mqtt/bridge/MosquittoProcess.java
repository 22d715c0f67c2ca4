package dev.ferrule.gateway.mqtt.bridge;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Mosquitto as a process of this machine. */
final class MosquittoProcess implements BrokerUnderTest {

  private final Path directory;
  private final Path program;
  private final int port;
  private final List<String> settings;
  private @Nullable Process process;

  /**
   * A broker that is not started.
   *
   * @param directory where its files may be
   * @param settings lines of its configuration, behind its listener
   */
  MosquittoProcess(Path directory, String... settings) throws IOException {
    this(directory, freePort(), settings);
  }

  /** The same on a port of the test's choice. */
  MosquittoProcess(Path directory, int port, String... settings) {
    Optional<Path> found = program();
    assumeTrue(found.isPresent(), "mosquitto is missing: apt install mosquitto");
    this.directory = directory;
    this.program = found.get();
    this.port = port;
    this.settings = List.of(settings);
  }

  /** Mosquitto of this machine; administrators' programs are not in everybody's path. */
  static Optional<Path> program() {
    return Stream.concat(
            Arrays.stream(System.getenv("PATH").split(":", -1)), Stream.of("/usr/sbin"))
        .map(directory -> Path.of(directory, "mosquitto"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** What every mosquitto of a test is told. */
  static String configuration(int port, List<String> settings) {
    return "listener "
        + port
        + " 127.0.0.1\n"
        + "persistence false\n"
        + "user root\n"
        + String.join("\n", settings)
        + (settings.stream().anyMatch(line -> line.startsWith("allow_anonymous"))
            ? "\n"
            : "\nallow_anonymous true\n");
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void start() throws IOException, InterruptedException {
    Path file = directory.resolve("mosquitto-" + port + ".conf");
    Files.writeString(file, configuration(port, settings));
    Path log = directory.resolve("mosquitto-" + port + ".log");
    Process started =
        new ProcessBuilder(program.toString(), "-c", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    process = started;
    await(port, () -> started.isAlive() ? "" : "it ended: " + Files.readString(log));
  }

  /** Says why there is no hope, or nothing. */
  interface Hope {
    String lost() throws IOException;
  }

  static void await(int port, Hope hope) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (true) {
      try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        String lost = hope.lost();
        if (!lost.isEmpty() || System.nanoTime() > end) {
          throw new AssertionError("no broker on port " + port + ": " + lost, e);
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
  }

  @Override
  public void kill() {
    Objects.requireNonNull(process).destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    if (process != null) {
      kill();
    }
  }
}
