package dev.ferrule.protocol.stream;

import static dev.ferrule.protocol.stream.StreamFormat.MAX_CELLS;

import dev.ferrule.protocol.WireWriter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The Rice codes of a block, bits filled from bit 0, until its heads are written. Owner: its block
 * writer.
 */
final class BitWriter {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** A block of nothing but the longest codes, runs of zeros between them. */
  private final byte[] bytes = new byte[2 * MAX_CELLS * (Rice.ESCAPE + 32) / 8 + Long.BYTES];

  private int size;

  /** The bits after {@link #size} bytes, less than eight. */
  private long pending;

  private int pendingBits;

  BitWriter() {}

  void clear() {
    size = 0;
    pending = 0;
    pendingBits = 0;
  }

  /** Adds {@code codes[from..to)}. */
  void rice(int[] codes, int from, int to, int parameter) {
    int mask = (1 << parameter) - 1;
    long bits = pending;
    int count = pendingBits;
    int at = size;
    for (int i = from; i < to; i++) {
      int u = codes[i];
      int ones = u >>> parameter;
      if (Integer.compareUnsigned(ones, Rice.ESCAPE) < 0) {
        bits |= (~(-1L << ones) | (long) (u & mask) << (ones + 1)) << count;
        count += ones + 1 + parameter;
      } else {
        bits |= escape(u) << count;
        count += Rice.ESCAPE + 32;
      }
      WORDS.set(bytes, at, bits);
      at += count >> 3;
      bits >>>= count & 0x38;
      count &= 7;
    }
    pending = bits;
    pendingBits = count;
    size = at;
  }

  /** Adds {@code codes[from..to)}, with two parameters that take turns. */
  void rice(int[] codes, int from, int to, int parameter, int other) {
    long bits = pending;
    int count = pendingBits;
    int at = size;
    int now = parameter;
    for (int i = from; i < to; i++) {
      int u = codes[i];
      int ones = u >>> now;
      if (Integer.compareUnsigned(ones, Rice.ESCAPE) < 0) {
        long low = u & ((1 << now) - 1);
        bits |= (((1L << ones) - 1) | low << (ones + 1)) << count;
        count += ones + 1 + now;
      } else {
        bits |= escape(u) << count;
        count += Rice.ESCAPE + 32;
      }
      WORDS.set(bytes, at, bits);
      at += count >> 3;
      bits >>>= count & 0x38;
      count &= 7;
      now ^= parameter ^ other;
    }
    pending = bits;
    pendingBits = count;
    size = at;
  }

  private static long escape(int u) {
    return ((1L << Rice.ESCAPE) - 1) | Integer.toUnsignedLong(u) << Rice.ESCAPE;
  }

  /** Writes all of it, filled up to a byte border. */
  void writeTo(WireWriter out) {
    WORDS.set(bytes, size, pending);
    out.bytes(bytes, 0, size + (pendingBits > 0 ? 1 : 0));
  }
}
