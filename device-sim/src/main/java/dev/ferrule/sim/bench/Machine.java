package dev.ferrule.sim.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The machine that all runs on. */
final class Machine {

  private static final long TICK_NANOS = 10_000_000;

  private Machine() {}

  /** Keeps this process, all its threads of now and later, on one processor. */
  static void pinSelf(int processor) throws InterruptedException {
    long self = ProcessHandle.current().pid();
    List<String> command =
        List.of("taskset", "-a", "-c", "-p", Integer.toString(processor), Long.toString(self));
    try {
      Process taskset =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectErrorStream(true)
              .start();
      if (taskset.waitFor() != 0) {
        throw new RunFailed("taskset did not put this process on processor " + processor);
      }
    } catch (IOException e) {
      throw new RunFailed("taskset cannot be started: " + e.getMessage());
    }
  }

  /** Processor time that the whole machine has used since it started, nanoseconds. */
  static long busyNanos() {
    try {
      // cpu user nice system idle iowait irq softirq steal
      String[] fields = firstLine(Path.of("/proc/stat")).split(" +", -1);
      long ticks = 0;
      for (int i : new int[] {1, 2, 3, 6, 7}) {
        ticks += Long.parseLong(fields[i]);
      }
      return ticks * TICK_NANOS;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its processors, for people. */
  static String description() {
    int processors = Runtime.getRuntime().availableProcessors();
    return processors + " x " + model().orElse(System.getProperty("os.arch"));
  }

  private static Optional<String> model() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name") || line.startsWith("Model"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String firstLine(Path file) throws IOException {
    try (var lines = Files.lines(file)) {
      return lines.findFirst().orElse("");
    }
  }
}
