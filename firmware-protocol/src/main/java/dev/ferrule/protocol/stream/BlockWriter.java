package dev.ferrule.protocol.stream;

import static dev.ferrule.protocol.stream.StreamFormat.HAS_DT;
import static dev.ferrule.protocol.stream.StreamFormat.HAS_X;
import static dev.ferrule.protocol.stream.StreamFormat.IRREGULAR;
import static dev.ferrule.protocol.stream.StreamFormat.KIND_FLOAT;
import static dev.ferrule.protocol.stream.StreamFormat.KIND_INTEGER;
import static dev.ferrule.protocol.stream.StreamFormat.PACK_FROM;
import static dev.ferrule.protocol.stream.StreamFormat.PIECE;
import static dev.ferrule.protocol.stream.StreamFormat.UNITS;
import static dev.ferrule.protocol.stream.StreamFormat.X_PACKED;
import static dev.ferrule.protocol.stream.StreamFormat.X_QUALITY;

import dev.ferrule.protocol.Quality;
import dev.ferrule.protocol.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes one block: neighboring columns of one kind, at most {@link StreamFormat#PIECE} rows.
 * Owner: its encoder.
 */
final class BlockWriter {
  private final WireWriter out;
  private final int[] folded = new int[PIECE + 1];
  private final long[] steps = new long[PIECE];

  BlockWriter(WireWriter out) {
    this.out = out;
  }

  /**
   * Writes columns {@code column} to {@code columnEnd - 1} and rows {@code row} to {@code rowEnd -
   * 1} of a grid of {@code times.length} rows whose column 0 is channel {@code first}. Rows before
   * them were written just now.
   */
  void write(
      int first,
      int column,
      int columnEnd,
      long[] times,
      int row,
      int rowEnd,
      double[] values,
      int[] integers,
      int kind,
      byte @Nullable [] quality,
      long dt,
      Bases bases) {
    int stride = times.length;
    int rows = rowEnd - row;
    boolean packed = kind == KIND_INTEGER && rows >= PACK_FROM;
    int runs =
        quality == null ? 0 : qualityRuns(quality, stride, column, columnEnd, row, rowEnd, false);
    int x = (packed ? X_PACKED : 0) | (runs > 0 ? X_QUALITY : 0) | (kind << 2);
    header(columnEnd - column, rows, first + column, x, dt);
    if (rows > 1) {
      times(times, row, rowEnd, packed);
    }
    if (quality != null && runs > 0) {
      out.varint(runs);
      qualityRuns(quality, stride, column, columnEnd, row, rowEnd, true);
    }
    for (int c = column; c < columnEnd; c++) {
      int from = c * stride + row;
      if (kind == KIND_INTEGER) {
        int base = row > 0 ? integers[from - 1] : bases.of(first + c);
        integerColumn(integers, from, from + rows, base, packed);
      } else {
        floatColumn(values, from, from + rows, kind);
      }
    }
  }

  private void header(int channels, int rows, int channel, int x, long dt) {
    int h = Math.min(channels - 1, 7) | (Math.min(rows - 1, 7) << 3);
    out.u8(h | (x != 0 ? HAS_X : 0) | (dt != 0 ? HAS_DT : 0));
    if (channels >= 8) {
      out.varint(channels - 8);
    }
    if (rows >= 8) {
      out.varint(rows - 8);
    }
    out.varint(channel);
    if (x != 0) {
      out.u8(x);
    }
    if (dt != 0) {
      out.zigzag(Math.toIntExact(dt));
    }
  }

  private void times(long[] times, int row, int rowEnd, boolean packed) {
    int unit = unit(times, row, rowEnd);
    int rows = rowEnd - row;
    for (int i = 1; i < rows; i++) {
      steps[i - 1] = (times[row + i] - times[row + i - 1]) / UNITS[unit];
    }
    boolean regular = true;
    for (int i = 1; i < rows - 1; i++) {
      regular &= steps[i] == steps[0];
    }
    if (regular && steps[0] >= 0) {
      out.u8(unit);
      out.varint(Math.toIntExact(steps[0]));
      return;
    }
    int step = Math.toIntExact(Math.max(0, smallest(steps, rows - 1, (rows - 1) / 2)));
    for (int i = 1; i < rows; i++) {
      long delta = (times[row + i] - times[row + i - 1]) / UNITS[unit];
      folded[i] = fold(Math.toIntExact(delta - step));
    }
    int parameter = packed ? Math.min(Rice.MAX_PARAMETER, Rice.parameter(folded, 1, rows)) : 0;
    out.u8(unit | IRREGULAR | (parameter << 3));
    out.varint(step);
    residuals(rows, packed, parameter);
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

  private void residuals(int rows, boolean packed, int parameter) {
    if (packed) {
      Rice.write(out, folded, 1, rows, parameter);
      return;
    }
    for (int i = 1; i < rows; i++) {
      out.varint(folded[i]);
    }
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

  /** Counts the runs of codes that are not good, and writes them when asked to. */
  private int qualityRuns(
      byte[] quality, int stride, int column, int columnEnd, int row, int rowEnd, boolean write) {
    int runs = 0;
    int skip = 0;
    int length = 0;
    int code = Quality.GOOD;
    for (int c = column; c < columnEnd; c++) {
      for (int r = row; r < rowEnd; r++) {
        int next = quality[c * stride + r] & 0xFF;
        if (length > 0 && next == code) {
          length++;
          continue;
        }
        if (length > 0) {
          runs += run(skip, length, code, write);
          skip = 0;
          length = 0;
        }
        if (next == Quality.GOOD) {
          skip++;
        } else {
          code = next;
          length = 1;
        }
      }
    }
    return length > 0 ? runs + run(skip, length, code, write) : runs;
  }

  private int run(int skip, int length, int code, boolean write) {
    if (write) {
      out.varint(skip);
      out.varint(length);
      out.u8(code);
    }
    return 1;
  }

  private void integerColumn(int[] integers, int from, int to, int base, boolean packed) {
    out.zigzag(integers[from] - base);
    int rows = to - from;
    if (rows == 1) {
      return;
    }
    for (int i = 1; i < rows; i++) {
      folded[i] = fold(integers[from + i] - integers[from + i - 1]);
    }
    if (!packed) {
      residuals(rows, false, 0);
      return;
    }
    int parameter = Rice.parameter(folded, 1, rows);
    out.u8(parameter);
    if (parameter != Rice.CONSTANT) {
      Rice.write(out, folded, 1, rows, parameter);
    }
  }

  private void floatColumn(double[] values, int from, int to, int kind) {
    for (int i = from; i < to; i++) {
      if (kind == KIND_FLOAT) {
        out.u32(Float.floatToIntBits((float) values[i]));
      } else {
        out.u64(Double.doubleToLongBits(values[i]));
      }
    }
  }

  private static int fold(int n) {
    return (n << 1) ^ (n >> 31);
  }
}
