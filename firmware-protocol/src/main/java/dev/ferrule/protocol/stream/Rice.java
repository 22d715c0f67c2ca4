package dev.ferrule.protocol.stream;

import dev.ferrule.protocol.WireWriter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Rice codes of zigzag differences, bits filled from bit 0. PROTOCOL.md, section B1, "columns".
 *
 * <p>A code with parameter b: {@code u >> b} ones, a zero, the low b bits of u. 24 ones without a
 * zero are an escape with 32 bits of u behind them.
 */
final class Rice {
  /** Parameter that stands for "all differences are 0", after which nothing follows. */
  static final int CONSTANT = 31;

  /** Highest real parameter. */
  static final int MAX_PARAMETER = 30;

  static final int ESCAPE = 24;

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Rice() {}

  /** Bits that {@code folded[from..to)} take with a parameter. */
  private static long cost(int[] folded, int from, int to, int parameter) {
    long bits = 0;
    for (int i = from; i < to; i++) {
      int ones = folded[i] >>> parameter;
      bits += Integer.compareUnsigned(ones, ESCAPE) < 0 ? ones + 1 + parameter : ESCAPE + 32;
    }
    return bits;
  }

  /**
   * The parameter that makes {@code folded[from..to)} shortest, or {@link #CONSTANT} when all are
   * 0.
   */
  static int parameter(int[] folded, int from, int to) {
    long sum = 0;
    for (int i = from; i < to; i++) {
      sum += Integer.toUnsignedLong(folded[i]);
    }
    if (sum == 0) {
      return CONSTANT;
    }
    long mean = sum / (to - from);
    int guess = Math.min(MAX_PARAMETER, mean == 0 ? 0 : 63 - Long.numberOfLeadingZeros(mean));
    int best = Math.max(0, guess - 2);
    long least = cost(folded, from, to, best);
    for (int parameter = best + 1; parameter <= Math.min(MAX_PARAMETER, guess + 1); parameter++) {
      long bits = cost(folded, from, to, parameter);
      if (bits < least) {
        least = bits;
        best = parameter;
      }
    }
    return best;
  }

  /** Writes {@code folded[from..to)}, filled up to a byte border. */
  static void write(WireWriter out, int[] folded, int from, int to, int parameter) {
    int bytes = (int) ((cost(folded, from, to, parameter) + 7) / 8);
    if (!out.reserve(bytes)) {
      return;
    }
    byte[] target = out.array();
    int at = out.size();
    long pending = 0;
    int pendingBits = 0;
    for (int i = from; i < to; i++) {
      int u = folded[i];
      int ones = u >>> parameter;
      long code;
      int length;
      if (Integer.compareUnsigned(ones, ESCAPE) < 0) {
        code = ((1L << ones) - 1) | ((long) (u & ((1 << parameter) - 1)) << (ones + 1));
        length = ones + 1 + parameter;
      } else {
        code = ((1L << ESCAPE) - 1) | (Integer.toUnsignedLong(u) << ESCAPE);
        length = ESCAPE + 32;
      }
      pending |= code << pendingBits;
      pendingBits += length;
      while (pendingBits >= 8) {
        target[at++] = (byte) pending;
        pending >>>= 8;
        pendingBits -= 8;
      }
    }
    if (pendingBits > 0) {
      target[at++] = (byte) pending;
    }
    out.advanceTo(at);
  }

  /**
   * Reads {@code count} codes into {@code folded} from index 1.
   *
   * @return index of the first byte after them, or -1 when they run past {@code end}, one needs
   *     more than 32 bits, or the fill bits are not 0
   */
  static int read(byte[] source, int at, int end, int parameter, int[] folded, int count) {
    int next = at;
    long pending = 0;
    int pendingBits = 0;
    for (int i = 1; i <= count; i++) {
      if (next + Long.BYTES <= end) {
        // Fills up to at least 56 bits; those above are right already and come again.
        pending |= (long) WORDS.get(source, next) << pendingBits;
        next += (63 - pendingBits) >> 3;
        pendingBits |= 56;
      } else {
        while (pendingBits <= 56 && next < end) {
          pending |= (source[next++] & 0xFFL) << pendingBits;
          pendingBits += 8;
        }
      }
      int ones = Math.min(ESCAPE, Long.numberOfTrailingZeros(~pending));
      boolean escaped = ones == ESCAPE;
      int length = escaped ? ESCAPE + 32 : ones + 1 + parameter;
      if (length > pendingBits || (!escaped && ((long) ones << parameter) >>> 32 != 0)) {
        return -1;
      }
      folded[i] =
          escaped
              ? (int) (pending >>> ESCAPE)
              : (ones << parameter) | ((int) (pending >>> (ones + 1)) & ((1 << parameter) - 1));
      pending >>>= length;
      pendingBits -= length;
    }
    int fill = pendingBits & 7;
    if ((pending & ((1L << fill) - 1)) != 0) {
      return -1;
    }
    return next - (pendingBits >> 3);
  }
}
