package dev.ferrule.sim.bench.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.protocol.stream.StreamFormat;
import dev.ferrule.sim.bench.model.Workload;
import dev.ferrule.sim.scenario.LoadPlan;
import java.util.Arrays;

/**
 * What the numbers of one dictionary stand for: which board, and whether the channel counts rows or
 * tells their time. Immutable.
 */
final class ChannelMap {

  /** A channel of no board of this run, or a board without such a channel. */
  static final int NONE = -1;

  private final int generation;

  /** By channel number: the board whose rows it counts, or {@link #NONE}. */
  private final int[] counted = new int[StreamFormat.MAX_CHANNEL + 1];

  /** By board: number of the channel that tells the time. */
  private final int[] stamp;

  /**
   * Reads a {@code dictionary} message.
   *
   * @param boards how many there are, called {@link Workload#device} of 0 and up
   */
  ChannelMap(JsonNode dictionary, int boards) {
    this.generation = dictionary.path("gen").asInt();
    this.stamp = new int[boards];
    Arrays.fill(counted, NONE);
    Arrays.fill(stamp, NONE);
    for (JsonNode channel : dictionary.path("channels")) {
      String id = channel.path("id").asText();
      int number = channel.path("n").asInt();
      for (int board = 0; board < boards; board++) {
        if (id.equals(channel(board, LoadPlan.SEQUENCE))) {
          counted[number] = board;
        } else if (id.equals(channel(board, LoadPlan.STAMP))) {
          stamp[board] = number;
        }
      }
    }
  }

  /** The gateway's id of a channel. */
  static String channel(int board, String key) {
    return Workload.device(board) + "." + key;
  }

  int generation() {
    return generation;
  }

  /** The board whose rows this channel counts, or {@link #NONE}. */
  int countedBoard(int channel) {
    return counted[channel];
  }

  /** Number of the channel with a board's time, or {@link #NONE}. */
  int stampOf(int board) {
    return stamp[board];
  }
}
