package dev.ferrule.sim.bench.model;

import java.util.List;
import java.util.Map;

/**
 * What a run came to; {@code --json} prints it as it stands here. A client row is a row that counts
 * once for each client that should get it.
 *
 * @param name of the workload
 * @param clients that read everything
 * @param slow clients that stopped reading
 * @param seconds that the window lasted
 * @param sent what the boards sent in the window
 * @param received what the clients got of it
 * @param commands of the first client
 * @param stopped what the clients found that had stopped reading
 * @param gateway what its process used
 * @param bench what measuring it used
 * @param complaints what the gateway said was wrong, without repetitions
 */
public record Outcome(
    String name,
    int clients,
    int slow,
    double seconds,
    Sent sent,
    Received received,
    Commands commands,
    Stopped stopped,
    Gateway gateway,
    Bench bench,
    List<String> complaints) {

  /**
   * What the boards sent.
   *
   * @param boards how many
   * @param channels of a row
   * @param rate rows per second and board that were planned
   * @param rowsPerSecond of all boards
   * @param readingsPerSecond of all boards
   * @param missedRows that the boards were too late for
   * @param overrunBytes that the lines did not take, because nobody read them in time
   */
  public record Sent(
      int boards,
      int channels,
      double rate,
      double rowsPerSecond,
      double readingsPerSecond,
      long missedRows,
      long overrunBytes) {

    /** Of what was planned. */
    public double percent() {
      return 100 * rowsPerSecond / (boards * rate);
    }
  }

  /**
   * What clients got.
   *
   * @param rows client rows
   * @param rowsPerSecond client rows
   * @param readingsPerSecond in them
   * @param lost client rows that did not come
   * @param lossPercent the same of all
   * @param doubled client rows that came again without need
   * @param repeated client rows that came again in a snapshot, as PROTOCOL.md B2 allows
   * @param wrong rows whose time cannot be
   * @param faulty messages that could not be decoded, or did not belong
   * @param merged readings of which the gateway said that newer ones replaced them
   * @param messages readings messages from the window's beginning to the end of the drain
   * @param bytes of these
   * @param latency from writing to the line to reading from the socket
   */
  public record Received(
      long rows,
      double rowsPerSecond,
      double readingsPerSecond,
      long lost,
      double lossPercent,
      long doubled,
      long repeated,
      long wrong,
      long faulty,
      long merged,
      long messages,
      long bytes,
      Latency latency) {

    /** Rows that are not as they should be, and messages. */
    public long bad() {
      return lost + doubled + wrong + faulty;
    }
  }

  /**
   * Commands of the window.
   *
   * @param sent how many
   * @param open of these without a final state
   * @param ends how many ended in which state
   * @param acknowledged time from sending to that state
   * @param confirmed time from sending to that state
   */
  public record Commands(
      long sent, int open, Map<String, Integer> ends, Latency acknowledged, Latency confirmed) {}

  /**
   * What clients found that read again after they had stopped.
   *
   * @param merged readings of which they were told that newer ones replaced them
   * @param closes close codes, and how many found them
   */
  public record Stopped(long merged, Map<Integer, Integer> closes) {}

  /**
   * What the gateway process used.
   *
   * @param cpuPercent of one processor
   * @param cpuMicrosPerReading for each reading that a board sent
   * @param cpuMicrosPerClientReading for each reading that a client got
   * @param cpuMicrosPerClientRow for each row that a client got
   * @param rss memory at the end of the window, bytes
   * @param rssBefore memory at its beginning, bytes
   * @param rssPeak most memory since it started, bytes
   */
  public record Gateway(
      double cpuPercent,
      double cpuMicrosPerReading,
      double cpuMicrosPerClientReading,
      double cpuMicrosPerClientRow,
      long rss,
      long rssBefore,
      long rssPeak) {}

  /**
   * What the measuring used.
   *
   * @param cpuPercent of one processor that boards and clients used
   * @param othersCpuPercent of one processor that everybody else on the machine used
   * @param isLimit whether it was boards and clients that could not do more
   */
  public record Bench(double cpuPercent, double othersCpuPercent, boolean isLimit) {}
}
