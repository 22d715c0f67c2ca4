package dev.ferrule.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A cursor that reads wire fields from a stretch of a byte array; made once and {@link #reset} for
 * each use. PROTOCOL.md, section 0.
 *
 * <p>It never throws for what the bytes hold. The first field that is wrong sets {@link #fault};
 * from then on every read gives 0 and moves nothing, so that a parser may read a whole layout and
 * ask once at its end. Loops must ask before they trust a count.
 *
 * <p>Unsigned 32-bit fields come as the {@code int} with the same bits; see {@link
 * Integer#toUnsignedLong}. Not thread-safe.
 */
public final class WireReader {
  private byte[] buffer = new byte[0];
  private int position;
  private int end;
  private WireFault fault = WireFault.NONE;

  /** A reader of nothing, until {@link #reset}. */
  public WireReader() {}

  /** Starts over with {@code length} bytes of {@code source} from {@code offset}; keeps no copy. */
  public WireReader reset(byte[] source, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, source.length);
    buffer = source;
    position = offset;
    end = offset + length;
    fault = WireFault.NONE;
    return this;
  }

  /** The index in the array of the byte that is read next. */
  public int position() {
    return position;
  }

  /**
   * The array that is read, for a caller that reads bits of it itself and then calls {@link #skip}.
   */
  public byte[] array() {
    return buffer;
  }

  /** How many bytes are left; 0 after a fault. */
  public int remaining() {
    return fault == WireFault.NONE ? end - position : 0;
  }

  /** Whether a field was wrong since {@link #reset}. */
  public boolean failed() {
    return fault != WireFault.NONE;
  }

  /** The first thing that was wrong, or {@link WireFault#NONE}. */
  public WireFault fault() {
    return fault;
  }

  /** Whether every byte was read and nothing was wrong. */
  public boolean isSpent() {
    return fault == WireFault.NONE && position == end;
  }

  private int fail(WireFault why) {
    if (fault == WireFault.NONE) {
      fault = why;
      end = position;
    }
    return 0;
  }

  /** An unsigned byte, 0 to 255. */
  public int u8() {
    return position < end ? buffer[position++] & 0xFF : fail(WireFault.CUT_SHORT);
  }

  /** An unsigned 16-bit integer, 0 to 65535. */
  public int u16() {
    if (end - position < 2) {
      return fail(WireFault.CUT_SHORT);
    }
    int value = (buffer[position] & 0xFF) | (buffer[position + 1] & 0xFF) << 8;
    position += 2;
    return value;
  }

  /** The bits of an unsigned 32-bit integer. */
  public int u32() {
    if (end - position < 4) {
      return fail(WireFault.CUT_SHORT);
    }
    int value =
        (buffer[position] & 0xFF)
            | (buffer[position + 1] & 0xFF) << 8
            | (buffer[position + 2] & 0xFF) << 16
            | buffer[position + 3] << 24;
    position += 4;
    return value;
  }

  /** The bits of a 64-bit field, such as those of an {@code f64}. */
  public long u64() {
    if (end - position < 8) {
      return fail(WireFault.CUT_SHORT);
    }
    long low = Integer.toUnsignedLong(u32());
    return low | (long) u32() << 32;
  }

  /** The bits of a varint below 2^32. */
  public int varint() {
    if (position < end && buffer[position] >= 0) {
      return buffer[position++];
    }
    return (int) longVarint(5, 32);
  }

  /** A {@code varint7}: at most seven bytes, 0 to 2^49 - 1. */
  public long varint7() {
    return longVarint(7, 49);
  }

  private long longVarint(int maxBytes, int maxBits) {
    long value = 0;
    for (int i = 0; i < maxBytes; i++) {
      if (position + i >= end) {
        return fail(WireFault.CUT_SHORT);
      }
      int b = buffer[position + i];
      value |= (b & 0x7FL) << (7 * i);
      if (b >= 0) {
        if (b == 0 && i > 0) {
          return fail(WireFault.OVERLONG);
        }
        if (value >>> maxBits != 0) {
          return fail(WireFault.TOO_LARGE);
        }
        position += i + 1;
        return value;
      }
    }
    return fail(WireFault.TOO_LARGE);
  }

  /** A signed 32-bit integer in zigzag form. */
  public int zigzag() {
    int folded = varint();
    return (folded >>> 1) ^ -(folded & 1);
  }

  /** Passes over {@code count} bytes, {@code count} taken as unsigned. */
  public void skip(int count) {
    if (Integer.compareUnsigned(count, end - position) > 0) {
      fail(WireFault.CUT_SHORT);
    } else {
      position += count;
    }
  }

  /** The next {@code count} bytes; {@code count} is taken as unsigned. */
  public Bytes bytes(int count) {
    int from = position;
    skip(count);
    return failed() ? Bytes.EMPTY : Bytes.copyOf(buffer, from, count);
  }

  /** The next {@code count} bytes as text; empty when they are not the text of section 0. */
  public String text(int count) {
    int from = position;
    skip(count);
    if (failed()) {
      return "";
    }
    for (int i = from; i < position; i++) {
      if ((buffer[i] >= 0 && buffer[i] < 0x20) || buffer[i] == 0x7F) {
        fail(WireFault.NOT_TEXT);
        return "";
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(buffer, from, count))
          .toString();
    } catch (CharacterCodingException _) {
      fail(WireFault.NOT_TEXT);
      return "";
    }
  }

  /**
   * A reader of the next {@code count} bytes, which this one passes over. When they are not there
   * both fail.
   */
  public WireReader nested(int count) {
    var inner = new WireReader();
    int from = position;
    skip(count);
    if (failed()) {
      inner.fail(WireFault.CUT_SHORT);
      return inner;
    }
    return inner.reset(buffer, from, count);
  }
}
