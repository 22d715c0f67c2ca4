package dev.ferrule.sim.bench;

import java.time.Duration;

/**
 * What one run is made of.
 *
 * @param name for people, such as {@code S1}
 * @param load at the serial end
 * @param crowd at the WebSocket end
 * @param timing of the run
 */
public record Workload(String name, Load load, Crowd crowd, Timing timing) {

  /** What the boards speak. */
  public enum Form {
    /** Ferrule's link protocol. */
    FIRMWARE,
    /** Lines of {@code key=value}. */
    TEXT
  }

  /**
   * The boards.
   *
   * @param boards 1 to 64, as many as one gateway takes
   * @param channels in each row, 3 to 32
   * @param rate rows per second and board, 0.1 to 10000
   * @param form what they speak
   * @param noise standard deviation of the filler channels: what makes frames large
   */
  public record Load(int boards, int channels, double rate, Form form, double noise) {
    /** Checks the ranges. */
    public Load {
      require(boards >= 1 && boards <= 64, "boards must be 1 to 64");
      require(channels >= 3 && channels <= 32, "channels must be 3 to 32");
      require(rate >= 0.1 && rate <= 10_000, "rate must be 0.1 to 10000");
      require(noise >= 0 && noise <= 1e6, "noise must be 0 to 1000000");
    }

    /** Rows that a board sends in a time, at least 1. */
    long rowsIn(Duration time) {
      return Math.max(1, Math.round(rate * time.toNanos() / 1e9));
    }

    double rowsPerSecond() {
      return boards * rate;
    }

    double readingsPerSecond() {
      return boards * rate * channels;
    }
  }

  /**
   * The clients.
   *
   * @param clients that read everything, 1 to 10000
   * @param slow further clients that stop reading after the warm-up, 0 to 100
   * @param commandsPerSecond that the first client sends, 0 to 50 (what a gateway takes of one)
   */
  public record Crowd(int clients, int slow, double commandsPerSecond) {
    /** Checks the ranges. */
    public Crowd {
      require(clients >= 1 && clients <= 10_000, "clients must be 1 to 10000");
      require(slow >= 0 && slow <= 100, "slow clients must be 0 to 100");
      require(commandsPerSecond >= 0 && commandsPerSecond <= 50, "commands must be 0 to 50");
    }

    int all() {
      return clients + slow;
    }
  }

  /**
   * The times.
   *
   * @param warmup before anything counts, so that the gateway's JVM has compiled what is hot
   * @param window in which rows are sampled that count
   * @param drain how long the last of them may take to arrive
   */
  public record Timing(Duration warmup, Duration window, Duration drain) {
    /** Checks the ranges. */
    public Timing {
      require(!warmup.isNegative(), "warm-up must not be negative");
      require(window.toMillis() >= 100, "window must be at least 100 ms");
      require(!drain.isNegative(), "drain must not be negative");
    }
  }

  /** The same with other times. */
  public Workload with(Timing other) {
    return new Workload(name, load, crowd, other);
  }

  static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
