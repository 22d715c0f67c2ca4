package dev.ferrule.protocol.stream;

import static dev.ferrule.protocol.stream.StreamFormat.HAS_DT;
import static dev.ferrule.protocol.stream.StreamFormat.HAS_X;
import static dev.ferrule.protocol.stream.StreamFormat.IRREGULAR;
import static dev.ferrule.protocol.stream.StreamFormat.KIND_FLOAT;
import static dev.ferrule.protocol.stream.StreamFormat.KIND_INTEGER;
import static dev.ferrule.protocol.stream.StreamFormat.LONG_CHANNELS;
import static dev.ferrule.protocol.stream.StreamFormat.LONG_ROWS;
import static dev.ferrule.protocol.stream.StreamFormat.MAX_CELLS;
import static dev.ferrule.protocol.stream.StreamFormat.MAX_CHANNEL;
import static dev.ferrule.protocol.stream.StreamFormat.UNITS;
import static dev.ferrule.protocol.stream.StreamFormat.X_PACKED;
import static dev.ferrule.protocol.stream.StreamFormat.X_QUALITY;
import static dev.ferrule.protocol.stream.StreamFormat.X_ZERO;

import dev.ferrule.protocol.Quality;
import dev.ferrule.protocol.WireReader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads one block into arrays that it keeps. Owner: its decoder. */
final class BlockReader {
  private final WireReader in;
  private final long[] times = new long[MAX_CELLS];
  private final double[] values = new double[MAX_CELLS];
  private final byte[] quality = new byte[MAX_CELLS];
  private final int[] folded = new int[MAX_CELLS];

  private int first;
  private int channels;
  private int rows;
  private int kind;
  private @Nullable String fault;

  BlockReader(WireReader in) {
    this.in = in;
  }

  /** Starts a message: what was wrong with the one before is forgotten. */
  void begin() {
    fault = null;
  }

  /**
   * Reads the rest of a block.
   *
   * @param h its first byte
   * @param before first time of the block before, or the message's time
   * @param bases what first values are relative to; gets the last ones
   * @return false when it breaks a rule or ends early
   */
  boolean read(int h, long before, Bases bases) {
    channels = (h & LONG_CHANNELS) + 1;
    rows = ((h & LONG_ROWS) >> 3) + 1;
    long wide =
        (h & LONG_CHANNELS) == LONG_CHANNELS ? 8 + Integer.toUnsignedLong(in.varint()) : channels;
    long tall = (h & LONG_ROWS) == LONG_ROWS ? 8 + Integer.toUnsignedLong(in.varint()) : rows;
    first = in.varint();
    int x = (h & HAS_X) != 0 ? in.u8() : 0;
    times[0] = before + ((h & HAS_DT) != 0 ? in.zigzag() : 0);
    if (wide > MAX_CELLS || tall > MAX_CELLS || wide * tall > MAX_CELLS) {
      return fail("block too large");
    }
    if (first < 0 || first + wide - 1 > MAX_CHANNEL) {
      return fail("channel too high");
    }
    channels = (int) wide;
    rows = (int) tall;
    kind = (x >> 2) & 3;
    boolean packed = (x & X_PACKED) != 0;
    if ((x & X_ZERO) != 0 || kind == 3 || (packed && kind != KIND_INTEGER)) {
      return fail("bad x byte");
    }
    if (cells() > 0 && in.remaining() < channels) {
      return fail("cut short");
    }
    return readTimes(packed) && readQuality((x & X_QUALITY) != 0) && readColumns(packed, bases);
  }

  private boolean readTimes(boolean packed) {
    if (rows == 1) {
      return true;
    }
    int m = in.u8();
    long step = Integer.toUnsignedLong(in.varint());
    int unit = UNITS[m & 3];
    boolean irregular = (m & IRREGULAR) != 0;
    int parameter = m >> 3;
    if ((parameter != 0 && !(irregular && packed)) || parameter == Rice.CONSTANT) {
      return fail("bad time byte");
    }
    if (!irregular) {
      Arrays.fill(folded, 1, rows, 0);
    } else if (!readFolded(packed, parameter)) {
      return false;
    }
    for (int i = 1; i < rows; i++) {
      times[i] = times[i - 1] + (step + unfold(folded[i])) * unit;
    }
    return true;
  }

  private boolean readQuality(boolean present) {
    int cells = cells();
    Arrays.fill(quality, 0, cells, (byte) Quality.GOOD);
    if (!present) {
      return true;
    }
    long count = Integer.toUnsignedLong(in.varint());
    long cell = 0;
    if (count < 1 || count > cells) {
      return fail("bad quality count");
    }
    for (long i = 0; i < count; i++) {
      long skip = Integer.toUnsignedLong(in.varint());
      long length = Integer.toUnsignedLong(in.varint());
      int code = in.u8();
      if (in.failed()) {
        return false;
      }
      if (length < 1 || cell + skip + length > cells || !Quality.isValid(code)) {
        return fail("bad quality run");
      }
      cell += skip;
      Arrays.fill(quality, (int) cell, (int) (cell + length), (byte) code);
      cell += length;
    }
    return true;
  }

  private boolean readColumns(boolean packed, Bases bases) {
    for (int column = 0; column < channels; column++) {
      int at = column * rows;
      if (kind != KIND_INTEGER) {
        readFloats(at);
      } else if (!readIntegers(at, bases.of(first + column), packed)) {
        return false;
      } else {
        bases.put(first + column, (int) values[at + rows - 1]);
      }
      if (in.failed()) {
        return false;
      }
    }
    return true;
  }

  private void readFloats(int at) {
    for (int i = at; i < at + rows; i++) {
      values[i] =
          kind == KIND_FLOAT ? Float.intBitsToFloat(in.u32()) : Double.longBitsToDouble(in.u64());
    }
  }

  private boolean readIntegers(int at, int base, boolean packed) {
    int value = base + in.zigzag();
    values[at] = value;
    if (rows == 1) {
      return true;
    }
    if (!readDifferences(packed)) {
      return false;
    }
    for (int i = 1; i < rows; i++) {
      value += unfold(folded[i]);
      values[at + i] = value;
    }
    return true;
  }

  private boolean readDifferences(boolean packed) {
    if (!packed) {
      return readFolded(false, 0);
    }
    int parameter = in.u8();
    if (parameter > Rice.CONSTANT) {
      return fail("bad Rice parameter");
    }
    if (parameter == Rice.CONSTANT) {
      Arrays.fill(folded, 1, rows, 0);
      return true;
    }
    return readFolded(true, parameter);
  }

  private boolean readFolded(boolean packed, int parameter) {
    if (packed) {
      if (in.failed()) {
        return false;
      }
      int at = in.position();
      int end = Rice.read(in.array(), at, at + in.remaining(), parameter, folded, rows - 1);
      if (end < 0) {
        return fail("bad Rice codes");
      }
      in.skip(end - at);
      return true;
    }
    for (int i = 1; i < rows; i++) {
      folded[i] = in.varint();
    }
    return !in.failed();
  }

  /** Hands the block over. */
  void deliver(StreamSink sink) {
    sink.block(first, channels, rows, times, values, quality, kind == KIND_INTEGER);
  }

  long time() {
    return times[0];
  }

  int cells() {
    return channels * rows;
  }

  boolean failed() {
    return fault != null;
  }

  String fault() {
    return fault == null ? "" : fault;
  }

  boolean fail(String why) {
    fault = why;
    return false;
  }

  private static int unfold(int u) {
    return (u >>> 1) ^ -(u & 1);
  }
}
