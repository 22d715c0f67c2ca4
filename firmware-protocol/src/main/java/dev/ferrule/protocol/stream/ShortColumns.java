package dev.ferrule.protocol.stream;

import static dev.ferrule.protocol.stream.StreamFormat.PACK_FROM;

import dev.ferrule.protocol.WireWriter;

/**
 * Writes columns of few rows, as live messages have them. Whether packing them is shorter it tells
 * from a few: looking at all costs as much as writing them. Owner: its block writer.
 */
final class ShortColumns {
  /** Columns that are looked at. */
  private static final int SAMPLES = 3;

  private final WireWriter out;
  private final BitWriter codesOut;
  private final int[] codes = new int[PACK_FROM];

  ShortColumns(WireWriter out, BitWriter codesOut) {
    this.out = out;
    this.codesOut = codesOut;
  }

  /**
   * About how many bits less columns of a grid take when they are packed.
   *
   * @param from first cell of the first column
   * @param stride cells from column to column
   */
  long saving(int[] integers, int from, int rows, int stride, int columns) {
    int samples = Math.min(columns, SAMPLES);
    int apart = columns / samples;
    long saving = 0;
    for (int i = 0; i < samples; i++) {
      saving += saving(integers, from + i * apart * stride, rows);
    }
    return saving * columns / samples;
  }

  private static long saving(int[] integers, int from, int rows) {
    long sum = 0;
    long plain = 0;
    for (int i = from + 1; i < from + rows; i++) {
      int u = fold(integers[i] - integers[i - 1]);
      sum += Integer.toUnsignedLong(u);
      plain += 8L * WireWriter.varintSize(u);
    }
    int count = rows - 1;
    return plain - 8 - (sum == 0 ? 0 : Rice.estimate(sum, count, Rice.guess(sum, count)));
  }

  /** Writes a column behind its first value. */
  void write(int[] integers, int from, int rows, boolean packed) {
    if (!packed) {
      for (int i = from + 1; i < from + rows; i++) {
        out.varint(fold(integers[i] - integers[i - 1]));
      }
      return;
    }
    long sum = 0;
    for (int i = 1; i < rows; i++) {
      int u = fold(integers[from + i] - integers[from + i - 1]);
      codes[i] = u;
      sum += Integer.toUnsignedLong(u);
    }
    if (sum == 0) {
      out.u8(Rice.CONSTANT);
      return;
    }
    int parameter = Rice.guess(sum, rows - 1);
    out.u8(parameter);
    codesOut.rice(codes, 1, rows, parameter);
  }

  private static int fold(int n) {
    return (n << 1) ^ (n >> 31);
  }
}
