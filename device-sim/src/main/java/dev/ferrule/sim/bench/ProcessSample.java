package dev.ferrule.sim.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a process has used until a moment, out of {@code /proc} (proc(5)).
 *
 * @param nanos when, {@link System#nanoTime}
 * @param tickNanos processor time by {@code stat}: all threads, also those that ended, to 10 ms
 * @param threads processor time in nanoseconds by {@code schedstat}, by thread id and name
 * @param residentBytes memory that it has now
 * @param peakBytes memory that it had at most
 */
record ProcessSample(
    long nanos, long tickNanos, Map<String, Long> threads, long residentBytes, long peakBytes) {

  /** One tick of {@code stat}: USER_HZ is 100 on every architecture that Linux runs a JVM on. */
  private static final long TICK_NANOS = 10_000_000;

  /** Fields of {@code stat} after the name in brackets. */
  private static final int USER_TIME = 11;

  private static final int SYSTEM_TIME = 12;

  ProcessSample {
    threads = Map.copyOf(threads);
  }

  /**
   * Looks at a process.
   *
   * @throws RunFailed when it is gone
   */
  static ProcessSample of(long pid) {
    Path proc = Path.of("/proc", Long.toString(pid));
    try {
      String stat = Files.readString(proc.resolve("stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
      long resident = 0;
      long peak = 0;
      for (String line : Files.readAllLines(proc.resolve("status"))) {
        if (line.startsWith("VmRSS:")) {
          resident = kilobytes(line);
        } else if (line.startsWith("VmHWM:")) {
          peak = kilobytes(line);
        }
      }
      return new ProcessSample(
          System.nanoTime(), ticks * TICK_NANOS, threads(proc.resolve("task")), resident, peak);
    } catch (IOException e) {
      throw new RunFailed("process " + pid + " is gone");
    }
  }

  private static Map<String, Long> threads(Path tasks) throws IOException {
    Map<String, Long> threads = new TreeMap<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(tasks)) {
      for (Path task : all) {
        try {
          String name = Files.readString(task.resolve("comm")).strip();
          String[] times = Files.readString(task.resolve("schedstat")).split(" ", 2);
          threads.put(task.getFileName() + " " + name, Long.parseLong(times[0]));
        } catch (NoSuchFileException e) {
          // It ended while we looked, or this kernel keeps no such statistics.
        }
      }
    }
    return threads;
  }

  private static long kilobytes(String line) {
    return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
  }

  /**
   * Processor time since an earlier sample, nanoseconds. Of two counts that both miss something the
   * larger: {@code stat} less than a tick, {@code schedstat} threads that ended.
   */
  long cpuSince(ProcessSample before) {
    long byThread = threadsSince(before).values().stream().mapToLong(Long::longValue).sum();
    return Math.max(tickNanos - before.tickNanos, byThread);
  }

  /** Processor time since an earlier sample by name of the thread, nanoseconds. */
  Map<String, Long> threadsSince(ProcessSample before) {
    Map<String, Long> since = new TreeMap<>();
    threads.forEach(
        (thread, used) -> {
          String name = thread.substring(thread.indexOf(' ') + 1);
          since.merge(name, used - before.threads.getOrDefault(thread, 0L), Long::sum);
        });
    return since;
  }
}
