package dev.ferrule.protocol.stream;

import static dev.ferrule.protocol.stream.StreamFormat.BEFORE;
import static dev.ferrule.protocol.stream.StreamFormat.BEFORE_RUNS;
import static dev.ferrule.protocol.stream.StreamFormat.DIVIDED;
import static dev.ferrule.protocol.stream.StreamFormat.DIVIDED_RUNS;
import static dev.ferrule.protocol.stream.StreamFormat.FIRST;
import static dev.ferrule.protocol.stream.StreamFormat.FLOAT_BITS;
import static dev.ferrule.protocol.stream.StreamFormat.HALF_BACK;
import static dev.ferrule.protocol.stream.StreamFormat.HALF_SLOPE;
import static dev.ferrule.protocol.stream.StreamFormat.HAS_DT;
import static dev.ferrule.protocol.stream.StreamFormat.HAS_X;
import static dev.ferrule.protocol.stream.StreamFormat.IRREGULAR;
import static dev.ferrule.protocol.stream.StreamFormat.KIND_FLOAT;
import static dev.ferrule.protocol.stream.StreamFormat.KIND_INTEGER;
import static dev.ferrule.protocol.stream.StreamFormat.LONG_CHANNELS;
import static dev.ferrule.protocol.stream.StreamFormat.LONG_ROWS;
import static dev.ferrule.protocol.stream.StreamFormat.MAX_CELLS;
import static dev.ferrule.protocol.stream.StreamFormat.MAX_CHANNEL;
import static dev.ferrule.protocol.stream.StreamFormat.MAX_DECIMALS;
import static dev.ferrule.protocol.stream.StreamFormat.MODE_SHIFT;
import static dev.ferrule.protocol.stream.StreamFormat.PARAMETER_MASK;
import static dev.ferrule.protocol.stream.StreamFormat.POWERS;
import static dev.ferrule.protocol.stream.StreamFormat.SLOPE;
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

  // of packed columns

  private final int[] firsts = new int[MAX_CELLS];
  private final int[] heads = new int[MAX_CELLS];
  private final int[] divisors = new int[MAX_CELLS];

  // of the block that is being read

  private long step;
  private int unit;

  /** Rice parameter of the time residuals, or CONSTANT when they are not packed. */
  private int residuals;

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
    if ((x & X_ZERO) != 0 || kind == 3) {
      return fail("bad x byte");
    }
    if (cells() > 0 && in.remaining() < channels) {
      return fail("cut short");
    }
    return readTimes(packed)
        && readQuality((x & X_QUALITY) != 0)
        && (packed ? readPacked(bases) : readColumns(bases));
  }

  private boolean readTimes(boolean packed) {
    if (rows == 1) {
      return true;
    }
    int m = in.u8();
    step = Integer.toUnsignedLong(in.varint());
    unit = UNITS[m & 3];
    boolean irregular = (m & IRREGULAR) != 0;
    residuals = packed && irregular ? m >> 3 : Rice.CONSTANT;
    if (m >> 3 != 0 && (residuals == Rice.CONSTANT)) {
      return fail("bad time byte");
    }
    if (irregular && !packed) {
      readFolded();
    } else {
      Arrays.fill(folded, 1, rows, 0);
    }
    sumTimes();
    return !in.failed();
  }

  private void sumTimes() {
    for (int i = 1; i < rows; i++) {
      times[i] = times[i - 1] + (step + unfold(folded[i])) * unit;
    }
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

  private boolean readColumns(Bases bases) {
    for (int column = 0; column < channels; column++) {
      int at = column * rows;
      if (kind != KIND_INTEGER) {
        readFloats(at);
      } else {
        int value = bases.of(first + column) + in.zigzag();
        readFolded();
        sum(at, value, BEFORE, 1);
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

  private void readFolded() {
    for (int i = 1; i < rows; i++) {
      folded[i] = in.varint();
    }
  }

  /** The heads of all columns, then all codes, those of the times first. */
  private boolean readPacked(Bases bases) {
    int decimals = kind == KIND_INTEGER ? 0 : in.u8();
    if (decimals > (kind == KIND_FLOAT ? FLOAT_BITS : MAX_DECIMALS)) {
      return fail("too many decimals");
    }
    for (int column = 0; column < channels; column++) {
      firsts[column] = bases.of(first + column) + in.zigzag();
      heads[column] = rows == 1 ? Rice.CONSTANT : in.u8();
      divisors[column] = 1;
      if (isDivided(heads[column] >> MODE_SHIFT)) {
        divisors[column] = in.varint();
        if (divisors[column] == 0 || divisors[column] == 1) {
          return fail("bad divisor");
        }
      }
    }
    if (in.failed()) {
      return false;
    }
    int bit = 8 * in.position();
    int end = in.position() + in.remaining();
    if (rows > 1 && residuals != Rice.CONSTANT) {
      bit = Rice.read(in.array(), bit, end, residuals, folded, rows - 1, false);
      sumTimes();
    }
    for (int column = 0; column < channels && bit >= 0; column++) {
      bit = readCodes(column, bit, end);
      bases.put(first + column, (int) values[column * rows + rows - 1]);
      if (kind != KIND_INTEGER) {
        makeFloats(column * rows, decimals);
      }
    }
    if (bit < 0) {
      return fail("bad Rice codes");
    }
    if ((bit & 7) != 0 && (in.array()[bit >> 3] & 0xFF) >>> (bit & 7) != 0) {
      return fail("fill bits");
    }
    in.skip(((bit + 7) >> 3) - in.position());
    return true;
  }

  /** Turns the integers of a column into the floats that they stand for. */
  private void makeFloats(int at, int decimals) {
    for (int i = at; i < at + rows; i++) {
      if (decimals == FLOAT_BITS) {
        values[i] = Float.intBitsToFloat((int) values[i]);
      } else {
        double value = values[i] / POWERS[decimals];
        values[i] = kind == KIND_FLOAT ? (float) value : value;
      }
    }
  }

  private static boolean isDivided(int mode) {
    return mode == DIVIDED || mode == DIVIDED_RUNS;
  }

  /** Reads the codes of a column; the bit after them, or -1. */
  private int readCodes(int column, int bit, int end) {
    int at = column * rows;
    int parameter = heads[column] & PARAMETER_MASK;
    int mode = heads[column] >> MODE_SHIFT;
    if (parameter == Rice.CONSTANT) {
      Arrays.fill(values, at, at + rows, firsts[column]);
      return mode == 0 ? bit : -1;
    }
    boolean runs = mode == BEFORE_RUNS || mode == DIVIDED_RUNS;
    int after = Rice.read(in.array(), bit, end, parameter, folded, rows - 1, runs);
    sum(at, firsts[column], mode, divisors[column]);
    return after;
  }

  /** Makes values of the numbers of a column. */
  private void sum(int at, int first, int mode, int divisor) {
    values[at] = first;
    if (mode > DIVIDED_RUNS) {
      sumFurther(at, first, mode);
      return;
    }
    int value = first;
    for (int i = 1; i < rows; i++) {
      value += unfold(folded[i]) * divisor;
      values[at + i] = value;
    }
  }

  private void sumFurther(int at, int first, int mode) {
    int value = first;
    int slope = 0;
    for (int i = 1; i < rows; i++) {
      int number = unfold(folded[i]);
      slope =
          switch (mode) {
            case SLOPE -> number + slope;
            case HALF_SLOPE -> number + slope / 2;
            case HALF_BACK -> number - slope / 2;
            default -> number;
          };
      value = (mode == FIRST ? first : value) + slope;
      values[at + i] = value;
    }
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
