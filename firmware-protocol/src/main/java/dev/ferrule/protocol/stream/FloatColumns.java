package dev.ferrule.protocol.stream;

import static dev.ferrule.protocol.stream.StreamFormat.FLOAT_BITS;
import static dev.ferrule.protocol.stream.StreamFormat.KIND_FLOAT;
import static dev.ferrule.protocol.stream.StreamFormat.MAX_DECIMALS;
import static dev.ferrule.protocol.stream.StreamFormat.PACK_FROM;
import static dev.ferrule.protocol.stream.StreamFormat.POWERS;

import dev.ferrule.protocol.Quality;
import org.jspecify.annotations.Nullable;

/**
 * Floats as integers, where every value of a block comes back bit by bit: as decimals, which most
 * floats were before they were floats, else the bits of single ones. Owner: its block writer.
 */
final class FloatColumns {
  /** Stands for no way to write the block as integers. */
  static final int NONE = -1;

  private FloatColumns() {}

  /**
   * Finds the fewest decimals of columns of a grid and writes the integers.
   *
   * @param from first cell of the first column
   * @param stride cells from column to column
   * @return decimals, {@link StreamFormat#FLOAT_BITS}, or {@link #NONE}
   */
  static int integers(
      double[] values,
      byte @Nullable [] quality,
      int from,
      int rows,
      int stride,
      int columns,
      int kind,
      int[] integers) {
    if (kind == KIND_FLOAT && rows < PACK_FROM) {
      return NONE;
    }
    int decimals = 0;
    for (int c = 0; c < columns; c++) {
      int start = from + c * stride;
      for (int i = start; i < start + rows && decimals <= MAX_DECIMALS; i++) {
        boolean bad = quality != null && Quality.isBad(quality[i]);
        while (decimals <= MAX_DECIMALS && !bad && !isExact(values[i], decimals, kind)) {
          decimals++;
        }
      }
    }
    if (decimals <= MAX_DECIMALS
        && scale(values, quality, from, rows, stride, columns, decimals, kind, integers)) {
      return decimals;
    }
    if (kind != KIND_FLOAT) {
      return NONE;
    }
    for (int c = 0; c < columns; c++) {
      int start = from + c * stride;
      for (int i = start; i < start + rows; i++) {
        integers[i] = Float.floatToIntBits((float) values[i]);
      }
    }
    return FLOAT_BITS;
  }

  /** Makes the integers; false when a value needs more decimals, or more than 32 bits. */
  private static boolean scale(
      double[] values,
      byte @Nullable [] quality,
      int from,
      int rows,
      int stride,
      int columns,
      int decimals,
      int kind,
      int[] integers) {
    for (int c = 0; c < columns; c++) {
      int start = from + c * stride;
      int last = 0;
      for (int i = start; i < start + rows; i++) {
        if (quality == null || !Quality.isBad(quality[i])) {
          if (!isExact(values[i], decimals, kind)) {
            return false;
          }
          last = (int) Math.rint(values[i] * POWERS[decimals]);
        }
        integers[i] = last;
      }
    }
    return true;
  }

  private static boolean isExact(double value, int decimals, int kind) {
    double n = Math.rint(value * POWERS[decimals]);
    if (!(Math.abs(n) <= Integer.MAX_VALUE)) {
      return false;
    }
    double back = (int) n / POWERS[decimals];
    double told = kind == KIND_FLOAT ? (float) back : back;
    return Double.doubleToRawLongBits(told) == Double.doubleToRawLongBits(value);
  }
}
