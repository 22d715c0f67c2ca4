package dev.ferrule.gateway.mqtt.bridge;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Docker engine of a test's own, at the socket where Testcontainers looks (DOCKER_HOST, which the
 * build sets). Its containers share the network of this machine: it changes nothing of that.
 */
final class DockerEngine implements AutoCloseable {

  private final Path directory;
  private final Process process;

  private DockerEngine(Path directory, Process process) {
    this.directory = directory;
    this.process = process;
  }

  /** Starts one whose files are in {@code directory}. */
  static DockerEngine start(Path directory) throws Exception {
    String socket = String.valueOf(System.getenv("DOCKER_HOST"));
    assumeTrue(
        Files.isExecutable(Path.of("/usr/sbin/dockerd")),
        "dockerd is missing: apt install docker.io iptables");
    assumeTrue(
        System.getProperty("user.name").equals("root"), "an engine of its own: run it as root");
    assumeTrue(socket.startsWith("unix:///"), "the build sets DOCKER_HOST: run it with Maven");
    Files.createDirectories(Path.of(socket.substring("unix://".length())).getParent());
    Path log = directory.resolve("dockerd.log");
    Process process =
        new ProcessBuilder(
                "/usr/sbin/dockerd",
                "--host=" + socket,
                "--data-root=" + directory.resolve("data"),
                "--exec-root=" + directory.resolve("exec"),
                "--pidfile=" + directory.resolve("pid"),
                "--bridge=none",
                "--iptables=false")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    var engine = new DockerEngine(directory, process);
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (run("docker", "version") != 0) {
      if (!process.isAlive() || System.nanoTime() > end) {
        engine.close();
        throw new AssertionError(Files.readString(log));
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return engine;
  }

  /** Makes an image of a program of this machine and the libraries that it needs. */
  void image(String name, Path program) throws Exception {
    Path root = Files.createDirectories(directory.resolve(name));
    List<String> files = new ArrayList<>(List.of(program.toString()));
    Process ldd = new ProcessBuilder("ldd", program.toString()).start();
    try (var lines = ldd.inputReader()) {
      lines
          .lines()
          .flatMap(line -> Arrays.stream(line.strip().split(" ", -1)))
          .filter(word -> word.startsWith("/"))
          .forEach(files::add);
    }
    for (String file : files) {
      Path copy = root.resolve(file.substring(1));
      Files.createDirectories(copy.getParent());
      Files.copy(Path.of(file), copy);
    }
    Files.createDirectories(root.resolve("etc"));
    Files.writeString(root.resolve("etc/passwd"), "root:x:0:0::/:/\n");
    Path tar = directory.resolve(name + ".tar");
    succeed("tar", "--create", "--file=" + tar, "--directory=" + root, ".");
    succeed("docker", "import", tar.toString(), name);
  }

  private static void succeed(String... words) throws Exception {
    if (run(words) != 0) {
      throw new AssertionError(String.join(" ", words));
    }
  }

  private static int run(String... words) throws IOException {
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .onExit()
        .join()
        .exitValue();
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    process.onExit().orTimeout(1, TimeUnit.MINUTES).join();
    // The network of this machine, which the engine keeps a hold of.
    run("umount", "--lazy", directory.resolve("exec/netns/default").toString());
    run("rm", "-rf", directory.resolve("data").toString(), directory.resolve("exec").toString());
  }
}
