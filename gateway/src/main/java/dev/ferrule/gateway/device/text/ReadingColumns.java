package dev.ferrule.gateway.device.text;

import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.protocol.Quality;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Values of one arrival, gathered per channel, so that a piece with many lines becomes few batches.
 *
 * <p>All values of an arrival have its time, so only the order within a channel matters: neighbors
 * with equally many values make one grid. Owner: the driver; it allocates only what it hands over.
 */
final class ReadingColumns {

  /** Values of one channel that are gathered before they are handed over. */
  static final int MAX_ROWS = 1024;

  private final double[][] values;
  private final byte[][] quality;
  private final int[] rows;
  private final boolean[] flawed;
  private boolean full;

  ReadingColumns(int channels) {
    values = new double[channels][8];
    quality = new byte[channels][8];
    rows = new int[channels];
    flawed = new boolean[channels];
  }

  void add(int channel, double value, int code) {
    int row = rows[channel];
    if (row == values[channel].length) {
      values[channel] = Arrays.copyOf(values[channel], 2 * row);
      quality[channel] = Arrays.copyOf(quality[channel], 2 * row);
    }
    values[channel][row] = value;
    quality[channel][row] = (byte) code;
    flawed[channel] |= code != Quality.GOOD;
    rows[channel] = row + 1;
    full |= row + 1 == MAX_ROWS;
  }

  /** Whether it is time to hand over. */
  boolean isFull() {
    return full;
  }

  /** Hands over everything as readings at {@code time} and starts empty. */
  void flush(long time, Consumer<ReadingBatch> to) {
    int first = 0;
    while (first < rows.length) {
      int end = first + 1;
      while (end < rows.length && rows[end] == rows[first]) {
        end++;
      }
      if (rows[first] > 0) {
        to.accept(batch(first, end, time));
      }
      first = end;
    }
    Arrays.fill(rows, 0);
    Arrays.fill(flawed, false);
    full = false;
  }

  private ReadingBatch batch(int first, int end, long time) {
    int count = rows[first];
    long[] times = new long[count];
    Arrays.fill(times, time);
    double[] grid = new double[(end - first) * count];
    boolean anyFlawed = false;
    for (int channel = first; channel < end; channel++) {
      System.arraycopy(values[channel], 0, grid, (channel - first) * count, count);
      anyFlawed |= flawed[channel];
    }
    byte @Nullable [] codes = anyFlawed ? codes(first, end, count) : null;
    return new ReadingBatch(first, end - first, times, grid, codes);
  }

  private byte[] codes(int first, int end, int count) {
    byte[] codes = new byte[(end - first) * count];
    for (int channel = first; channel < end; channel++) {
      System.arraycopy(quality[channel], 0, codes, (channel - first) * count, count);
    }
    return codes;
  }
}
