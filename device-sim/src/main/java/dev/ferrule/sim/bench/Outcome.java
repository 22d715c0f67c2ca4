package dev.ferrule.sim.bench;

import java.util.Map;

/**
 * What a run came to.
 *
 * @param workload that was run
 * @param seconds that the window lasted
 * @param clients what they got
 * @param gateway what it used
 * @param bench what boards and clients used, and what the boards did not manage
 */
record Outcome(
    Workload workload,
    double seconds,
    ClientLoop.Result clients,
    GatewayUse gateway,
    BenchUse bench) {

  /**
   * What the gateway process used.
   *
   * @param cpuNanos processor time in the window
   * @param threads the same by thread
   * @param rssBefore memory at the beginning of the window, bytes
   * @param rssAfter memory at its end, bytes
   * @param rssPeak most memory since it started, bytes
   */
  record GatewayUse(
      long cpuNanos, Map<String, Long> threads, long rssBefore, long rssAfter, long rssPeak) {
    GatewayUse {
      threads = Map.copyOf(threads);
    }
  }

  /**
   * What the measuring cost.
   *
   * @param cpuPercent of one processor that boards and clients used
   * @param othersPercent of one processor that everybody else on the machine used
   * @param missedRows that the boards were too late for
   * @param overrunBytes that the lines did not take
   */
  record BenchUse(double cpuPercent, double othersPercent, long missedRows, long overrunBytes) {}

  private static final double NANOS_PER_MICRO = 1000;

  /** Rows that the boards sent in the window. */
  long rowsSent() {
    return expectedRows() / workload.crowd().clients();
  }

  /** Rows that clients should have got. */
  private long expectedRows() {
    return clients.delivery().rows() + clients.delivery().lost();
  }

  double rowsPerSecond() {
    return rowsSent() / seconds;
  }

  double readingsPerSecond() {
    return rowsPerSecond() * workload.load().channels();
  }

  double clientRowsPerSecond() {
    return clients.delivery().rows() / seconds;
  }

  double clientReadingsPerSecond() {
    return clients.delivery().readings() / seconds;
  }

  double lossPercent() {
    return 100.0 * clients.delivery().lost() / Math.max(1, expectedRows());
  }

  double gatewayCpuPercent() {
    return 100.0 * gateway.cpuNanos() / (seconds * 1e9);
  }

  /** Microseconds of the gateway for each reading that a board sent. */
  double cpuPerReading() {
    return gateway.cpuNanos() / NANOS_PER_MICRO / (rowsSent() * workload.load().channels());
  }

  /** Microseconds of the gateway for each row that a client got. */
  double cpuPerClientRow() {
    return gateway.cpuNanos() / NANOS_PER_MICRO / Math.max(1, clients.delivery().rows());
  }

  /** Microseconds of the gateway for each reading that a client got. */
  double cpuPerClientReading() {
    return gateway.cpuNanos() / NANOS_PER_MICRO / Math.max(1, clients.delivery().readings());
  }

  /** Whether all that was sent arrived, once and right. */
  boolean isWhole() {
    Scores.Delivery got = clients.delivery();
    return got.lost() == 0 && got.duplicates() == 0 && got.wrong() == 0 && got.faulty() == 0;
  }
}
