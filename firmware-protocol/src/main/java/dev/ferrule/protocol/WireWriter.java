package dev.ferrule.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A cursor that writes wire fields into an array that it owns, grows and uses again. PROTOCOL.md,
 * section 0.
 *
 * <p>What would go past the limit is not written and sets {@link #overflowed}; nothing throws. Not
 * thread-safe.
 */
public final class WireWriter {
  private final int limit;
  private byte[] buffer;
  private int size;
  private boolean overflowed;

  /**
   * An empty writer.
   *
   * @param capacity bytes to begin with, at least 16
   * @param limit the most bytes that it ever holds
   */
  public WireWriter(int capacity, int limit) {
    if (capacity < 16 || limit < capacity) {
      throw new IllegalArgumentException("capacity " + capacity + ", limit " + limit);
    }
    this.limit = limit;
    this.buffer = new byte[capacity];
  }

  /** Forgets everything; keeps the array. */
  public void clear() {
    size = 0;
    overflowed = false;
  }

  /** Takes back what was written after {@code newSize}, an overflow with it. */
  public void truncate(int newSize) {
    if (newSize < 0 || newSize > size) {
      throw new IllegalArgumentException("truncate to " + newSize + " of " + size);
    }
    size = newSize;
    overflowed = false;
  }

  /** How many bytes were written. */
  public int size() {
    return size;
  }

  /** Whether something was left out because of the limit. */
  public boolean overflowed() {
    return overflowed;
  }

  /** The array that holds the bytes, from index 0; it changes when the writer grows. */
  public byte[] array() {
    return buffer;
  }

  /** A copy of what was written. */
  public Bytes toBytes() {
    return Bytes.copyOf(buffer, 0, size);
  }

  /**
   * Makes room for {@code count} more bytes, for a caller that writes into {@link #array} itself
   * from {@link #size} and then calls {@link #advanceTo}. False, and overflowed, past the limit.
   */
  public boolean reserve(int count) {
    if (overflowed || count > limit - size) {
      overflowed = true;
      return false;
    }
    if (count > buffer.length - size) {
      buffer = Arrays.copyOf(buffer, Math.min(limit, Math.max(buffer.length * 2, size + count)));
    }
    return true;
  }

  /** Sets the size after a caller wrote into the array itself. */
  public void advanceTo(int newSize) {
    if (newSize < size || newSize > buffer.length) {
      throw new IllegalArgumentException("advance from " + size + " to " + newSize);
    }
    size = newSize;
  }

  /** Writes the low eight bits. */
  public void u8(int value) {
    if (reserve(1)) {
      buffer[size++] = (byte) value;
    }
  }

  /** Writes the low sixteen bits. */
  public void u16(int value) {
    if (reserve(2)) {
      buffer[size++] = (byte) value;
      buffer[size++] = (byte) (value >> 8);
    }
  }

  /** Writes all bits of an {@code int}. */
  public void u32(int value) {
    if (reserve(4)) {
      buffer[size++] = (byte) value;
      buffer[size++] = (byte) (value >> 8);
      buffer[size++] = (byte) (value >> 16);
      buffer[size++] = (byte) (value >> 24);
    }
  }

  /** Writes all bits of a {@code long}. */
  public void u64(long value) {
    if (reserve(8)) {
      u32((int) value);
      u32((int) (value >>> 32));
    }
  }

  /** Writes an unsigned 32-bit integer, given by its bits, as a varint of one to five bytes. */
  public void varint(int value) {
    if (!reserve(varintSize(value))) {
      return;
    }
    int rest = value;
    while ((rest & ~0x7F) != 0) {
      buffer[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[size++] = (byte) rest;
  }

  /**
   * Writes a {@code varint7}.
   *
   * @param value 0 to 2^49 - 1
   */
  public void varint7(long value) {
    if (value >>> 49 != 0) {
      throw new IllegalArgumentException(value + " is not below 2^49");
    }
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      u8((int) rest | 0x80);
      rest >>>= 7;
    }
    u8((int) rest);
  }

  /** Writes a signed 32-bit integer in zigzag form. */
  public void zigzag(int value) {
    varint((value << 1) ^ (value >> 31));
  }

  /** Writes bytes as they are. */
  public void bytes(Bytes value) {
    if (reserve(value.length())) {
      value.copyTo(buffer, size);
      size += value.length();
    }
  }

  /** Writes part of an array as it is. */
  public void bytes(byte[] source, int offset, int length) {
    if (reserve(length)) {
      System.arraycopy(source, offset, buffer, size, length);
      size += length;
    }
  }

  /** Writes a text as UTF-8, without a length or a terminator. */
  public void text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    bytes(utf8, 0, utf8.length);
  }

  /** How many bytes a varint of these bits takes, 1 to 5. */
  public static int varintSize(int value) {
    return (38 - Integer.numberOfLeadingZeros(value | 1)) / 7;
  }
}
