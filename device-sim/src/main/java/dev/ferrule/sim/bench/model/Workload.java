package dev.ferrule.sim.bench.model;

import dev.ferrule.sim.scenario.BoardPlan;
import dev.ferrule.sim.scenario.LoadPlan;
import java.time.Duration;

/**
 * What one run is made of.
 *
 * @param name for people, such as {@code S1}
 * @param load at the serial end: 1 to 64 firmware boards, as many as one gateway takes
 * @param crowd at the WebSocket end
 * @param warmup before anything counts, so that the gateway's JVM has compiled what is hot
 * @param window in which rows are written that count, at least 100 ms
 */
public record Workload(String name, LoadPlan load, Crowd crowd, Duration warmup, Duration window) {

  /** Checks the ranges. */
  public Workload {
    require(load.boards() <= 64, "boards must be 1 to 64");
    require(load.driver() == BoardPlan.Driver.FIRMWARE, "driver must be firmware");
    require(!warmup.isNegative(), "warm-up must not be negative");
    require(window.toMillis() >= 100, "window must be at least 100 ms");
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

    /** How many, slow ones included. */
    public int all() {
      return clients + slow;
    }
  }

  /** The gateway's id of a board. */
  public static String device(int board) {
    return "board" + board;
  }

  /** Rows that a board sends in a time, at least 1. */
  public long rowsIn(Duration time) {
    return Math.max(1, Math.round(load.rate() * time.toNanos() / 1e9));
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
