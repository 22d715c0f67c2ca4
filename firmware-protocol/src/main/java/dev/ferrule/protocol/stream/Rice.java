package dev.ferrule.protocol.stream;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

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

  /** Parameter of the lengths of zero runs. */
  static final int RUN = 1;

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Rice() {}

  /** Bits that {@code codes[from..to)} take with a parameter. */
  static long cost(int[] codes, int from, int to, int parameter) {
    long bits = 0;
    for (int i = from; i < to; i++) {
      bits += cost(codes[i], parameter);
    }
    return bits;
  }

  static int cost(int u, int parameter) {
    int ones = u >>> parameter;
    return Integer.compareUnsigned(ones, ESCAPE) < 0 ? ones + 1 + parameter : ESCAPE + 32;
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
    int guess = guess(sum, to - from);
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

  /** The parameter that suits {@code count} numbers of this sum, or is one too high. */
  static int guess(long sum, int count) {
    if (sum <= count) {
      return 0;
    }
    int guess = Long.numberOfLeadingZeros(count) - Long.numberOfLeadingZeros(sum);
    return Math.min(MAX_PARAMETER, (long) count << guess > sum ? guess - 1 : guess);
  }

  /** About how many bits {@code count} numbers of this sum take with a parameter. */
  static long estimate(long sum, int count, int parameter) {
    return (sum >>> parameter) + (long) count * (parameter + 1) - (count >> 1);
  }

  /**
   * Reads {@code count} numbers into {@code folded} from index 1.
   *
   * @param bit of the source where they begin
   * @param end index of the byte where they must have ended
   * @param runs whether the length of a run of zeros stands before each other number
   * @return the first bit after them, or -1 when they run past the end, one needs more than 32
   *     bits, or a run goes past the last
   */
  static int read(
      byte[] source, int bit, int end, int parameter, int[] folded, int count, boolean runs) {
    int next = bit >> 3;
    long pending = 0;
    int pendingBits = 0;
    if ((bit & 7) != 0) {
      pending = (source[next++] & 0xFFL) >>> (bit & 7);
      pendingBits = 8 - (bit & 7);
    }
    boolean zeros = runs;
    for (int i = 1; i <= count; ) {
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
      int now = zeros ? RUN : parameter;
      int ones = Math.min(ESCAPE, Long.numberOfTrailingZeros(~pending));
      boolean escaped = ones == ESCAPE;
      int length = escaped ? ESCAPE + 32 : ones + 1 + now;
      if (length > pendingBits || (!escaped && ((long) ones << now) >>> 32 != 0)) {
        return -1;
      }
      int u =
          escaped
              ? (int) (pending >>> ESCAPE)
              : (ones << now) | ((int) (pending >>> (ones + 1)) & ((1 << now) - 1));
      pending >>>= length;
      pendingBits -= length;
      if (zeros) {
        if (u < 0 || u > count + 1 - i) {
          return -1;
        }
        Arrays.fill(folded, i, i + u, 0);
        i += u;
        zeros = false;
      } else if (runs && u == -1) {
        return -1;
      } else {
        folded[i++] = runs ? u + 1 : u;
        zeros = runs;
      }
    }
    return 8 * next - pendingBits;
  }
}
