package dev.ferrule.protocol.stream;

import static dev.ferrule.protocol.stream.StreamFormat.BEFORE;
import static dev.ferrule.protocol.stream.StreamFormat.BEFORE_RUNS;
import static dev.ferrule.protocol.stream.StreamFormat.DIVIDED;
import static dev.ferrule.protocol.stream.StreamFormat.DIVIDED_RUNS;
import static dev.ferrule.protocol.stream.StreamFormat.FIRST;
import static dev.ferrule.protocol.stream.StreamFormat.HALF_BACK;
import static dev.ferrule.protocol.stream.StreamFormat.HALF_SLOPE;
import static dev.ferrule.protocol.stream.StreamFormat.MODE_SHIFT;
import static dev.ferrule.protocol.stream.StreamFormat.PIECE;
import static dev.ferrule.protocol.stream.StreamFormat.SLOPE;

import dev.ferrule.protocol.WireWriter;

/**
 * Writes the differences of a packed column in the mode that makes them short. PROTOCOL.md, section
 * B1, "columns". Owner: its block writer.
 *
 * <p>What differences are to is chosen by their sums, which say nearly all about the length of
 * their codes; divisor and zero runs by the length itself.
 */
final class ColumnWriter {
  private final WireWriter out;
  private final BitWriter codesOut;
  private final int[] codes = new int[PIECE + 1];
  private final int[] runs = new int[2 * PIECE];

  // of the column that is being written

  private int[] values = {};
  private int from;
  private int rows;
  private int zeros;
  private int divisor;

  /** Rice parameter of the codes that were made last. */
  private int parameter;

  ColumnWriter(WireWriter out, BitWriter codesOut) {
    this.out = out;
    this.codesOut = codesOut;
  }

  /**
   * Writes the head behind the first value, which is {@code values[from]}, and the codes; two rows
   * at least.
   */
  void write(int[] values, int from, int rows) {
    this.values = values;
    this.from = from;
    this.rows = rows;
    int mode = look();
    if (zeros == rows - 1) {
      out.u8(Rice.CONSTANT);
      return;
    }
    long bits = code(mode, 1);
    if (divisor > 1 || 4 * zeros > rows) {
      long before = code(BEFORE, divisor);
      if (divisor > 1) {
        before += 8L * WireWriter.varintSize(divisor);
      }
      int simple = divisor > 1 ? DIVIDED : BEFORE;
      if (before < bits) {
        mode = simple;
        bits = before;
      }
      if (4 * zeros > rows && runs(simple, bits)) {
        return;
      }
      code(mode, mode == DIVIDED ? divisor : 1);
    }
    head(mode, parameter);
    codesOut.rice(codes, 1, rows, parameter);
  }

  private void head(int mode, int riceParameter) {
    out.u8(riceParameter | mode << MODE_SHIFT);
    if (mode == DIVIDED || mode == DIVIDED_RUNS) {
      out.varint(divisor);
    }
  }

  /** The mode of the smallest numbers. Finds the divisor too, and counts zeros. */
  private int look() {
    int first = values[from];
    int before = first;
    int slope = 0;
    int common = 0;
    int still = 0;
    long toFirst = 0;
    long toBefore = 0;
    long toSlope = 0;
    long toHalfSlope = 0;
    long toHalfBack = 0;
    for (int i = from + 1; i < from + rows; i++) {
      int difference = values[i] - before;
      toFirst += Math.abs((long) (values[i] - first));
      toBefore += Math.abs((long) difference);
      toSlope += Math.abs((long) (difference - slope));
      toHalfSlope += Math.abs((long) (difference - slope / 2));
      toHalfBack += Math.abs((long) (difference + slope / 2));
      slope = difference;
      before = values[i];
      if (difference == 0) {
        still++;
      } else if (common != 1) {
        common = commonDivisor(common, difference);
      }
    }
    zeros = still;
    divisor = common;
    int mode = BEFORE;
    long least = toBefore;
    if (toFirst < least) {
      mode = FIRST;
      least = toFirst;
    }
    if (toSlope < least) {
      mode = SLOPE;
      least = toSlope;
    }
    if (toHalfSlope < least) {
      mode = HALF_SLOPE;
      least = toHalfSlope;
    }
    return toHalfBack < least ? HALF_BACK : mode;
  }

  private static int commonDivisor(int one, int other) {
    long a = one;
    long b = Math.abs((long) other);
    while (a != 0) {
      long rest = b % a;
      b = a;
      a = rest;
    }
    return b > Integer.MAX_VALUE ? 1 : (int) b;
  }

  /** Makes the codes of a mode; how many bits they take. */
  private long code(int mode, int by) {
    int first = values[from];
    int before = first;
    int slope = 0;
    for (int i = 1; i < rows; i++) {
      int value = values[from + i];
      int difference = value - before;
      int number =
          switch (mode) {
            case FIRST -> value - first;
            case SLOPE -> difference - slope;
            case HALF_SLOPE -> difference - slope / 2;
            case HALF_BACK -> difference + slope / 2;
            default -> by == 1 ? difference : difference / by;
          };
      slope = difference;
      before = value;
      codes[i] = (number << 1) ^ (number >> 31);
    }
    parameter = Rice.parameter(codes, 1, rows);
    return Rice.cost(codes, 1, rows, parameter);
  }

  /** Writes the codes with runs of zeros, when that takes fewer bits. */
  private boolean runs(int mode, long most) {
    int count = 0;
    int run = 0;
    long sum = 0;
    long bits = mode == DIVIDED ? 8L * WireWriter.varintSize(divisor) : 0;
    for (int i = 1; i < rows; i++) {
      if (codes[i] == 0) {
        run++;
        continue;
      }
      bits += Rice.cost(run, Rice.RUN);
      runs[count++] = run;
      runs[count++] = codes[i] - 1;
      sum += Integer.toUnsignedLong(codes[i] - 1);
      run = 0;
    }
    int guess = Rice.guess(sum, count / 2);
    long one = valueBits(guess, count);
    int lower = Math.max(0, guess - 1);
    long other = valueBits(lower, count);
    bits += Math.min(one, other);
    if (run > 0) {
      bits += Rice.cost(run, Rice.RUN);
      runs[count++] = run;
    }
    if (bits >= most) {
      return false;
    }
    int best = one < other ? guess : lower;
    head(mode == DIVIDED ? DIVIDED_RUNS : BEFORE_RUNS, best);
    codesOut.rice(runs, 0, count, Rice.RUN, best);
    return true;
  }

  private long valueBits(int riceParameter, int count) {
    long bits = 0;
    for (int i = 1; i < count; i += 2) {
      bits += Rice.cost(runs[i], riceParameter);
    }
    return bits;
  }
}
