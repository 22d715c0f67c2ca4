package dev.ferrule.protocol.stream;

import static dev.ferrule.protocol.stream.StreamFormat.HAS_DT;
import static dev.ferrule.protocol.stream.StreamFormat.HAS_X;
import static dev.ferrule.protocol.stream.StreamFormat.KIND_FLOAT;
import static dev.ferrule.protocol.stream.StreamFormat.KIND_INTEGER;
import static dev.ferrule.protocol.stream.StreamFormat.PACK_FROM;
import static dev.ferrule.protocol.stream.StreamFormat.X_PACKED;
import static dev.ferrule.protocol.stream.StreamFormat.X_QUALITY;

import dev.ferrule.protocol.Quality;
import dev.ferrule.protocol.WireWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes one block: neighboring columns of one kind, at most {@link StreamFormat#PIECE} rows.
 * Owner: its encoder.
 */
final class BlockWriter {
  private final WireWriter out;
  private final BitWriter codes = new BitWriter();
  private final ColumnWriter columns;
  private final ShortColumns shortColumns;
  private final TimesWriter rowTimes;

  // of the grid that is being written: the last integer of each column

  private int[] last = {};
  private boolean[] hasLast = {};

  BlockWriter(WireWriter out) {
    this.out = out;
    this.columns = new ColumnWriter(out, codes);
    this.shortColumns = new ShortColumns(out, codes);
    this.rowTimes = new TimesWriter(out, codes);
  }

  /** Starts a grid of so many columns. */
  void begin(int channels) {
    if (last.length < channels) {
      last = new int[channels];
      hasLast = new boolean[channels];
    }
    Arrays.fill(hasLast, 0, channels, false);
  }

  /** Makes the last integers of the grid, of which all was written, those of the message. */
  void remember(int first, int channels, Bases bases) {
    for (int column = 0; column < channels; column++) {
      if (hasLast[column]) {
        bases.put(first + column, last[column]);
      }
    }
  }

  /**
   * Writes columns {@code column} to {@code columnEnd - 1} and rows {@code row} to {@code rowEnd -
   * 1} of a grid of {@code times.length} rows whose column 0 is channel {@code first}.
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
    codes.clear();
    if (rows > 1) {
      rowTimes.look(times, row, rowEnd);
    }
    int decimals = FloatColumns.NONE;
    int start = column * stride + row;
    int width = columnEnd - column;
    if (kind != KIND_INTEGER) {
      decimals = FloatColumns.integers(values, quality, start, rows, stride, width, kind, integers);
    }
    boolean packed =
        kind == KIND_INTEGER
            ? packs(integers, start, rows, stride, width)
            : decimals != FloatColumns.NONE;
    int runs =
        quality == null ? 0 : qualityRuns(quality, stride, column, columnEnd, row, rowEnd, false);
    int x = (packed ? X_PACKED : 0) | (runs > 0 ? X_QUALITY : 0) | (kind << 2);
    header(width, rows, first + column, x, dt);
    if (rows > 1) {
      rowTimes.write(packed);
    }
    if (quality != null && runs > 0) {
      out.varint(runs);
      qualityRuns(quality, stride, column, columnEnd, row, rowEnd, true);
    }
    if (decimals != FloatColumns.NONE) {
      out.u8(decimals);
    }
    for (int c = column; c < columnEnd; c++) {
      int from = c * stride + row;
      if (packed || kind == KIND_INTEGER) {
        integerColumn(integers, from, rows, packed, hasLast[c] ? last[c] : bases.of(first + c));
        last[c] = integers[from + rows - 1];
        hasLast[c] = true;
      } else {
        floatColumn(values, from, from + rows, kind);
      }
    }
    codes.writeTo(out);
  }

  private boolean packs(int[] integers, int start, int rows, int stride, int columns) {
    if (rows == 1 || rows >= PACK_FROM) {
      return rows > 1;
    }
    return shortColumns.saving(integers, start, rows, stride, columns) + rowTimes.saving() > 8;
  }

  private void integerColumn(int[] integers, int from, int rows, boolean packed, int base) {
    out.zigzag(integers[from] - base);
    if (rows >= PACK_FROM) {
      columns.write(integers, from, rows);
    } else if (rows > 1) {
      shortColumns.write(integers, from, rows, packed);
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

  private void floatColumn(double[] values, int from, int to, int kind) {
    for (int i = from; i < to; i++) {
      if (kind == KIND_FLOAT) {
        out.u32(Float.floatToIntBits((float) values[i]));
      } else {
        out.u64(Double.doubleToLongBits(values[i]));
      }
    }
  }
}
