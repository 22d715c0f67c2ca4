package dev.ferrule.sim.bench.gateway;

import dev.ferrule.sim.bench.model.RunFailed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a process has used until a moment, out of {@code /proc} (proc(5)).
 *
 * @param nanos when, {@link System#nanoTime}
 * @param cpuNanos processor time of all its threads, also those that ended, to 10 ms
 * @param residentBytes memory that it has now
 * @param peakBytes memory that it had at most
 */
public record Usage(long nanos, long cpuNanos, long residentBytes, long peakBytes) {

  /** USER_HZ is 100 on every architecture that Linux runs a JVM on. */
  private static final long TICK_NANOS = 10_000_000;

  /** Fields of {@code stat} after the name in brackets: user and system time. */
  private static final int[] PROCESS_TIMES = {11, 12};

  /** Of {@code cpu user nice system idle iowait irq softirq steal}, what somebody used. */
  private static final int[] MACHINE_TIMES = {1, 2, 3, 6, 7};

  /**
   * Looks at a process.
   *
   * @throws RunFailed when it is gone
   */
  public static Usage of(long pid) {
    Path proc = Path.of("/proc", Long.toString(pid));
    try {
      long nanos = System.nanoTime();
      String stat = Files.readString(proc.resolve("stat"));
      List<String> status = Files.readAllLines(proc.resolve("status"));
      return new Usage(
          nanos,
          sum(stat.substring(stat.lastIndexOf(')') + 2), PROCESS_TIMES),
          bytes(status, "VmRSS:"),
          bytes(status, "VmHWM:"));
    } catch (IOException e) {
      throw new RunFailed("process " + pid + " is gone");
    }
  }

  /** Processor time that the whole machine has used since it started, nanoseconds. */
  public static long machineNanos() {
    try (var lines = Files.lines(Path.of("/proc/stat"))) {
      return sum(lines.findFirst().orElse(""), MACHINE_TIMES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long sum(String line, int[] places) {
    String[] fields = line.split(" +", -1);
    long ticks = 0;
    for (int place : places) {
      ticks += Long.parseLong(fields[place]);
    }
    return ticks * TICK_NANOS;
  }

  private static long bytes(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .sum();
  }
}
