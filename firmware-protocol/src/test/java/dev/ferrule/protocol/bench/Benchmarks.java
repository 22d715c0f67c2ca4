package dev.ferrule.protocol.bench;

import java.util.Collection;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks and prints time and allocation per reading. */
public final class Benchmarks {
  private Benchmarks() {}

  /**
   * Runs in about a minute and a half.
   *
   * @param args a regular expression that chooses benchmarks, or nothing for all
   */
  public static void main(String[] args) throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include(args.length > 0 ? args[0] : ".*")
            .forks(1)
            .warmupIterations(3)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(5)
            .measurementTime(TimeValue.seconds(2))
            .addProfiler(GCProfiler.class)
            .build();
    Collection<RunResult> results = new Runner(options).run();
    System.out.printf("%n%-32s %12s %10s %12s%n", "", "ns/reading", "+-", "B/reading");
    for (RunResult result : results) {
      System.out.printf(
          "%-32s %12.2f %10.2f %12.4f%n",
          result.getParams().getBenchmark().replaceAll(".*\\.(\\w+\\.\\w+)$", "$1"),
          result.getPrimaryResult().getScore(),
          result.getPrimaryResult().getScoreError(),
          allocated(result));
    }
  }

  private static double allocated(RunResult result) {
    var bytes = result.getSecondaryResults().get("gc.alloc.rate.norm");
    return bytes == null ? Double.NaN : bytes.getScore();
  }
}
