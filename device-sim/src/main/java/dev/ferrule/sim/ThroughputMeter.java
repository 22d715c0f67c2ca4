package dev.ferrule.sim;

import dev.ferrule.sim.board.BoardCounts;
import dev.ferrule.sim.line.WireCounts;
import dev.ferrule.sim.scenario.LoadPlan;
import java.time.Duration;

/** Reads what a load comes to. Owner: the thread that made it. */
final class ThroughputMeter {

  private final Simulation simulation;
  private final LoadPlan plan;
  private final long start = System.nanoTime();
  private Sums before;

  /** Everything counted up to a moment. */
  private record Sums(
      long nanos, long cpuNanos, long rows, long missed, long bytes, long overrun, long unheard) {}

  /**
   * What happened between two readings of the meter.
   *
   * @param seconds since the meter was made
   * @param readings that were sent
   * @param readingsPerSecond that were sent
   * @param bytesPerSecond that the lines took
   * @param missedRows that were not made in time
   * @param overrunBytes that the lines did not take
   * @param unheardBytes that nobody had opened the line for
   * @param cpuPercent of one core
   */
  record Interval(
      double seconds,
      long readings,
      double readingsPerSecond,
      double bytesPerSecond,
      long missedRows,
      long overrunBytes,
      long unheardBytes,
      double cpuPercent) {}

  ThroughputMeter(Simulation simulation, LoadPlan plan) {
    this.simulation = simulation;
    this.plan = plan;
    this.before = sums();
  }

  /** What happened since the last call. */
  Interval read() {
    Sums now = sums();
    Sums then = before;
    before = now;
    double seconds = (now.nanos - then.nanos) / 1e9;
    long readings = (now.rows - then.rows) * plan.channels();
    return new Interval(
        (now.nanos - start) / 1e9,
        readings,
        readings / seconds,
        (now.bytes - then.bytes) / seconds,
        now.missed - then.missed,
        now.overrun - then.overrun,
        now.unheard - then.unheard,
        100.0 * (now.cpuNanos - then.cpuNanos) / (now.nanos - then.nanos));
  }

  private Sums sums() {
    long rows = 0;
    long missed = 0;
    long bytes = 0;
    long overrun = 0;
    long unheard = 0;
    for (SimBoard board : simulation.boards()) {
      BoardCounts counts = board.counts();
      rows += counts.rows();
      missed += counts.missedRows();
      WireCounts wire = board.toHostCounts();
      bytes += wire.bytes();
      overrun += wire.overrun();
      unheard += wire.unheard();
    }
    long cpu = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    return new Sums(System.nanoTime(), cpu, rows, missed, bytes, overrun, unheard);
  }
}
