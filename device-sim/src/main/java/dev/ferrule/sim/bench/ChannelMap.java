package dev.ferrule.sim.bench;

import dev.ferrule.protocol.stream.StreamFormat;
import java.util.Arrays;

/**
 * What the numbers of one dictionary stand for: which board, and whether the channel counts rows or
 * tells their time. Immutable.
 */
final class ChannelMap {

  /** A channel of no board of this run, or a board without such a channel. */
  static final int NONE = -1;

  private final int generation;
  private final int boards;

  /** By channel number: the board whose rows it counts, or {@link #NONE}. */
  private final int[] counted = new int[StreamFormat.MAX_CHANNEL + 1];

  /** By board: number of the channel that tells the time. */
  private final int[] stamp;

  /**
   * Reads a {@code dictionary} message.
   *
   * @param boards how many there are, called {@link #device} of 0 and up
   */
  ChannelMap(ControlMessage dictionary, int boards) {
    this.generation = dictionary.generation();
    this.boards = boards;
    this.stamp = new int[boards];
    Arrays.fill(counted, NONE);
    Arrays.fill(stamp, NONE);
    for (ControlMessage.NumberedChannel channel : dictionary.channels()) {
      for (int board = 0; board < boards; board++) {
        if (channel.id().equals(device(board) + "." + BoardSource.SEQUENCE)) {
          counted[channel.number()] = board;
        } else if (channel.id().equals(device(board) + "." + BoardSource.STAMP)) {
          stamp[board] = channel.number();
        }
      }
    }
  }

  /** The gateway's id of a board. */
  static String device(int board) {
    return "board" + board;
  }

  /** The output of a board, as the gateway calls it. */
  static String output(int board) {
    return device(board) + "." + BoardSource.OUTPUT;
  }

  int generation() {
    return generation;
  }

  int boards() {
    return boards;
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
