package dev.ferrule.sim.bench.client;

import java.util.Arrays;

/**
 * The rows that count: of each board those with a number in {@code from} to before {@code to}. Both
 * are set before the first of them is sampled, so the edges are exact. Immutable.
 */
public final class Window {

  private final long[] from;
  private final int rows;

  /**
   * A window.
   *
   * @param from number of the first row that counts, by board
   * @param rows how many count of each board
   */
  public Window(long[] from, int rows) {
    this.from = from.clone();
    this.rows = rows;
  }

  /** Rows of each board. */
  int rows() {
    return rows;
  }

  int boards() {
    return from.length;
  }

  /** Index of a row in the window, or below 0 when it does not count. */
  int index(int board, int number) {
    long index = number - from[board];
    return index >= 0 && index < rows ? (int) index : -1;
  }

  /** Whether all boards have sent as many rows that the window has begun. */
  public boolean hasBegun(long[] sent) {
    return reached(sent, 0);
  }

  /** Whether all boards have sent all of it. */
  public boolean isOver(long[] sent) {
    return reached(sent, rows);
  }

  private boolean reached(long[] sent, int offset) {
    for (int board = 0; board < from.length; board++) {
      if (sent[board] < from[board] + offset) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return rows + " rows from " + Arrays.toString(from);
  }
}
