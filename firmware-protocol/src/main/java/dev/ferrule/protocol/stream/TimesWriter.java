package dev.ferrule.protocol.stream;

import static dev.ferrule.protocol.stream.StreamFormat.IRREGULAR;
import static dev.ferrule.protocol.stream.StreamFormat.PACK_FROM;
import static dev.ferrule.protocol.stream.StreamFormat.PIECE;
import static dev.ferrule.protocol.stream.StreamFormat.UNITS;

import dev.ferrule.protocol.WireWriter;

/**
 * Writes the times of a block: {@link #look} at them, then {@link #write}. PROTOCOL.md, section B1,
 * "times". Owner: its block writer.
 */
final class TimesWriter {
  private final WireWriter out;
  private final BitWriter codesOut;
  private final int[] residuals = new int[PIECE + 1];
  private final long[] steps = new long[PIECE];

  // of the block that is being written

  private int rows;
  private int unit;
  private int step;
  private boolean isRegular;
  private int parameter;
  private long saving;

  TimesWriter(WireWriter out, BitWriter codesOut) {
    this.out = out;
    this.codesOut = codesOut;
  }

  /** Takes the times of rows {@code row} to {@code rowEnd - 1}, at least two. */
  void look(long[] times, int row, int rowEnd) {
    unit = unit(times, row, rowEnd);
    rows = rowEnd - row;
    for (int i = 1; i < rows; i++) {
      steps[i - 1] = (times[row + i] - times[row + i - 1]) / UNITS[unit];
    }
    isRegular = steps[0] >= 0;
    for (int i = 1; i < rows - 1; i++) {
      isRegular &= steps[i] == steps[0];
    }
    if (isRegular) {
      step = Math.toIntExact(steps[0]);
      return;
    }
    step = Math.toIntExact(Math.max(0, smallest(steps, rows - 1, (rows - 1) / 2)));
    long sum = 0;
    for (int i = 1; i < rows; i++) {
      int residual = Math.toIntExact((times[row + i] - times[row + i - 1]) / UNITS[unit] - step);
      residuals[i] = (residual << 1) ^ (residual >> 31);
      sum += Integer.toUnsignedLong(residuals[i]);
    }
    parameter =
        rows < PACK_FROM
            ? Rice.guess(sum, rows - 1)
            : Math.min(Rice.MAX_PARAMETER, Rice.parameter(residuals, 1, rows));
    saving = 8L * (rows - 1) - Rice.estimate(sum, rows - 1, parameter);
  }

  /** How many bits less the times take when they are packed, about and at least. */
  long saving() {
    return isRegular ? 0 : saving;
  }

  void write(boolean packed) {
    out.u8(unit | (isRegular ? 0 : IRREGULAR) | (isRegular || !packed ? 0 : parameter << 3));
    out.varint(step);
    if (isRegular) {
      return;
    }
    if (packed) {
      codesOut.rice(residuals, 1, rows, parameter);
      return;
    }
    for (int i = 1; i < rows; i++) {
      out.varint(residuals[i]);
    }
  }

  /**
   * The value that would stand at index {@code k} if {@code a[0..length)} were ordered, by Hoare's
   * selection: it leaves the array half ordered and, unlike a sort, allocates nothing.
   */
  private static long smallest(long[] a, int length, int k) {
    int low = 0;
    int high = length - 1;
    while (low < high) {
      long pivot = a[k];
      int i = low;
      int j = high;
      while (i <= j) {
        while (a[i] < pivot) {
          i++;
        }
        while (a[j] > pivot) {
          j--;
        }
        if (i <= j) {
          long swapped = a[i];
          a[i++] = a[j];
          a[j--] = swapped;
        }
      }
      low = j < k ? i : low;
      high = k < i ? j : high;
    }
    return a[k];
  }

  /** The coarsest unit that all differences are whole numbers of. */
  private static int unit(long[] times, int row, int rowEnd) {
    int unit = UNITS.length - 1;
    for (int i = row + 1; i < rowEnd && unit > 0; i++) {
      long delta = times[i] - times[i - 1];
      while (delta % UNITS[unit] != 0) {
        unit--;
      }
    }
    return unit;
  }
}
