package dev.ferrule.gateway.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One started program; what it says goes to a file that can be waited for. Closing ends it. */
final class Program implements AutoCloseable {

  /** The launcher in the packaged distribution. */
  static final Path LAUNCHER = Path.of("target/ferrule/bin/ferrule").toAbsolutePath();

  /** How long to wait for anything that must happen; a slow machine says {@code -Dpatience=S}. */
  static final Duration PATIENCE = Duration.ofSeconds(Long.getLong("patience", 60));

  private final String name;
  private final Process process;
  private final Path output;

  private Program(String name, Process process, Path output) {
    this.name = name;
    this.process = process;
    this.output = output;
  }

  /**
   * Starts {@code ferrule} with these arguments; what it prints is kept below {@code directory},
   * and so is the data of a gateway whose configuration names no place for it.
   */
  static Program ferrule(Path directory, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
    command.addAll(List.of(arguments));
    if (arguments[0].equals("run") && !namesData(arguments)) {
      command.addAll(List.of("--data", directory.resolve("data-of-run").toString()));
    }
    return start(arguments[0], directory, command);
  }

  private static boolean namesData(String... arguments) throws IOException {
    for (String argument : arguments) {
      boolean isFile = argument.endsWith(".yaml");
      if (argument.equals("--data")
          || (isFile && Files.readString(Path.of(argument)).contains("data: "))) {
        return true;
      }
    }
    return false;
  }

  /** Starts any program. */
  static Program start(String name, Path directory, List<String> command) throws IOException {
    Path output = Files.createTempFile(directory, name, ".log");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new Program(name, process, output);
  }

  /** Waits until it has printed something that matches; the match. */
  Matcher await(String regex) throws IOException, InterruptedException {
    Pattern pattern = Pattern.compile(regex);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      Matcher matcher = pattern.matcher(said());
      if (matcher.find()) {
        return matcher;
      }
      if (!process.isAlive()) {
        break;
      }
      Thread.sleep(20);
    }
    throw new AssertionError(name + " did not say " + regex + " but:\n" + said());
  }

  /** Everything that it printed so far. */
  String said() throws IOException {
    return Files.readString(output, UTF_8);
  }

  /** Writes a line to its standard input. */
  void tell(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(UTF_8));
    process.getOutputStream().flush();
  }

  /** Its process id. */
  long pid() {
    return process.pid();
  }

  /** Ends it as Ctrl-C or a service manager would; its exit code. */
  int terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(PATIENCE.toSeconds() / 3, TimeUnit.SECONDS)) {
      throw new AssertionError(name + " does not stop");
    }
    return process.exitValue();
  }

  /** Ends it as a power cut would. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Waits for its end; its exit code. */
  int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError(name + " does not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** Variables that the browser's driver needs. */
  static Map<String, String> browserEnvironment() {
    return Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
  }
}
