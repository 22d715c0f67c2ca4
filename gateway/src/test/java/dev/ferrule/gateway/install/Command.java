package dev.ferrule.gateway.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end, without input. */
final class Command {

  /** What must happen, on a busy machine. */
  static final Duration PATIENCE = Duration.ofMinutes(5);

  private Command() {}

  /** What it printed, both ways, and its exit code. */
  record Result(int exitCode, String output) {
    /** What it printed; it must have succeeded. */
    String succeeded() {
      if (exitCode != 0) {
        throw new AssertionError("exit code " + exitCode + ": " + output);
      }
      return output;
    }
  }

  /** Runs it. What goes on in the background does not hold this up. */
  static Result run(String... words) throws IOException, InterruptedException {
    Path output = Files.createTempFile("ferrule-command", ".txt");
    try {
      Process process =
          new ProcessBuilder(words)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(
            List.of(words) + " did not end: " + Files.readString(output, UTF_8));
      }
      return new Result(process.exitValue(), Files.readString(output, UTF_8));
    } finally {
      Files.delete(output);
    }
  }
}
