package dev.ferrule.protocol.stream;

import static dev.ferrule.protocol.stream.StreamFormat.EXTENSION;
import static dev.ferrule.protocol.stream.StreamFormat.EXTENSION_FURTHER;
import static dev.ferrule.protocol.stream.StreamFormat.FURTHER;
import static dev.ferrule.protocol.stream.StreamFormat.GENERATION_MASK;
import static dev.ferrule.protocol.stream.StreamFormat.KIND_DOUBLE;
import static dev.ferrule.protocol.stream.StreamFormat.KIND_FLOAT;
import static dev.ferrule.protocol.stream.StreamFormat.KIND_INTEGER;
import static dev.ferrule.protocol.stream.StreamFormat.MAX_CELLS;
import static dev.ferrule.protocol.stream.StreamFormat.MAX_CHANNEL;
import static dev.ferrule.protocol.stream.StreamFormat.MAX_MESSAGE;
import static dev.ferrule.protocol.stream.StreamFormat.MAX_READINGS;
import static dev.ferrule.protocol.stream.StreamFormat.MAX_TIME;
import static dev.ferrule.protocol.stream.StreamFormat.PIECE;
import static dev.ferrule.protocol.stream.StreamFormat.VERSION;

import dev.ferrule.protocol.Bytes;
import dev.ferrule.protocol.Quality;
import dev.ferrule.protocol.WireInteger;
import dev.ferrule.protocol.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes readings messages (PROTOCOL.md, B1 and B2), one at a time: {@link #begin}, any number of
 * {@link #add}, then {@link #array} and {@link #size}.
 *
 * <p>It keeps the reference: after a message in mode REFERENCE later messages may be RELATIVE. The
 * buffer is used again for the next message; nothing is allocated per reading. Owner: one thread.
 */
public final class StreamEncoder {
  /**
   * Most milliseconds between neighbors, so that the distance to any step fits 32 bits: 12 days.
   */
  private static final long MAX_DISTANCE = 12L * 86_400_000;

  /** What readings leave free, so that a position always fits: FF, type, length, 49 bits. */
  private static final int POSITION_ROOM = 3 + 7;

  private final Buffer buffer;
  private final WireWriter out;
  private final double[] factors;
  private final Bases bases;
  private final Beat beat = new Beat();

  // of the message that is being written

  private MessageMode mode = MessageMode.ABSOLUTE;
  private long blockTime;
  private int readings;

  /** Where a position goes that the message's head has. */
  private int headEnd;

  /**
   * What a message is written in. Encoders of one thread may share it, when each finishes its
   * message before another begins one. Owner: that thread.
   */
  public static final class Buffer {
    private final WireWriter out = new WireWriter(1_024, MAX_MESSAGE);
    private final BlockWriter blocks = new BlockWriter(out);
    private int[] integers = new int[64];
    private byte[] kinds = new byte[16];

    /** An empty buffer. */
    public Buffer() {}
  }

  /**
   * An encoder for channels 0 to {@code factors.length - 1}.
   *
   * @param factors by channel number: what a value is multiplied with to become its wire integer,
   *     or 0 for a channel whose value travels as a float
   */
  public StreamEncoder(double[] factors) {
    this(factors, new Buffer());
  }

  /** The same, in a buffer that others may share. */
  public StreamEncoder(double[] factors, Buffer buffer) {
    if (factors.length > MAX_CHANNEL + 1) {
      throw new IllegalArgumentException("channel numbers end at " + MAX_CHANNEL);
    }
    this.factors = factors.clone();
    this.bases = new Bases(factors.length);
    this.buffer = buffer;
    this.out = buffer.out;
  }

  /**
   * Starts a message; what was in the buffer is gone.
   *
   * @param mode RELATIVE only after a REFERENCE message
   * @param generation of the dictionary; its low four bits are sent
   * @param time milliseconds since the dictionary's t0, of the readings that are added first; told
   *     as the nearest of 0 to 2^49 - 1, for RELATIVE as one that is not before the reference's. A
   *     REFERENCE of the same time as the one before is that one again
   */
  public void begin(MessageMode mode, int generation, long time) {
    out.clear();
    this.mode = mode;
    readings = 0;
    bases.begin(mode);
    out.u8(VERSION | mode.bits() | (generation & GENERATION_MASK));
    switch (mode) {
      case ABSOLUTE -> {
        blockTime = Math.clamp(time, 0, MAX_TIME);
        out.varint7(blockTime);
      }
      case REFERENCE -> {
        blockTime = Math.clamp(time, 0, MAX_TIME);
        beat.begin(blockTime);
        out.varint7(blockTime);
        out.varint(Math.toIntExact(beat.millis()));
      }
      case RELATIVE -> {
        long count = beat.count(Math.clamp(time, beat.reference(), MAX_TIME));
        blockTime = beat.reference() + count * beat.millis();
        out.varint7(count);
      }
    }
    headEnd = out.size();
    if (mode == MessageMode.REFERENCE) {
      out.u8(0);
    }
  }

  /**
   * Tells a position, 0 to 2^49 - 1: of a REFERENCE message the position itself, without which it
   * is 0; of another how much further it goes than the message before, without which it is one
   * further (PROTOCOL.md B4). Once a message, at any time; it always fits.
   */
  public void position(long position) {
    int bytes = Math.max(1, (70 - Long.numberOfLeadingZeros(position | 1)) / 7);
    switch (mode) {
      case ABSOLUTE -> {
        out.u8(EXTENSION);
        out.varint(EXTENSION_FURTHER);
        out.varint(bytes);
        out.varint7(position);
      }
      case REFERENCE -> head(position, bytes, 1);
      case RELATIVE -> {
        out.array()[0] |= (byte) FURTHER;
        head(position, bytes, 0);
      }
    }
  }

  /** Puts a varint7 behind the head, in the place of some bytes. */
  private void head(long value, int bytes, int instead) {
    int size = out.size();
    if (!out.reserve(bytes - instead)) {
      return;
    }
    byte[] array = out.array();
    int behind = headEnd + instead;
    System.arraycopy(array, behind, array, headEnd + bytes, size - behind);
    long rest = value;
    for (int i = 0; i < bytes; i++) {
      array[headEnd + i] = (byte) ((rest & 0x7F) | (i < bytes - 1 ? 0x80 : 0));
      rest >>>= 7;
    }
    out.advanceTo(size + bytes - instead);
  }

  /**
   * Adds readings of channels {@code first} to {@code first + channels - 1} at each of the times.
   *
   * @param times milliseconds since t0, one per row, at least one
   * @param values column-major, in each channel's unit
   * @param quality codes in the same order, or null when all are good
   * @return false when they do not fit this message, by their size or because times are not {@link
   *     #isNear}: nothing of them was written, finish the message and begin another with fewer of
   *     them. A single row of up to 1024 channels always fits an empty message that began with its
   *     time, {@link #nearest} of it
   */
  public boolean add(
      int first, int channels, long[] times, double[] values, byte @Nullable [] quality) {
    if (!reachable(times)) {
      return false;
    }
    int size = out.size();
    long time = blockTime;
    int before = readings;
    readings += values.length;
    if (readings > MAX_READINGS || !write(first, channels, times, values, quality)) {
      out.truncate(size);
      blockTime = time;
      readings = before;
      return false;
    }
    return true;
  }

  /** Whether each time can be told from the one before it. */
  private boolean reachable(long[] times) {
    long piece = blockTime;
    for (int i = 0; i < times.length; i++) {
      if (i > 0 && !isNear(times[i - 1], times[i])) {
        return false;
      }
      if (i % PIECE == 0) {
        if (!isNear(piece, times[i])) {
          return false;
        }
        piece = times[i];
      }
    }
    return true;
  }

  /** Whether two times, in milliseconds, may be neighbors: they are at most 12 days apart. */
  public static boolean isNear(long one, long other) {
    long gap = other - one;
    boolean overflows = ((other ^ one) & (other ^ gap)) < 0;
    return !overflows && gap >= -MAX_DISTANCE && gap <= MAX_DISTANCE;
  }

  /**
   * The time that messages can tell and that is nearest to one: itself, unless it is more than 12
   * days before t0 or 17,000 years after it.
   */
  public static long nearest(long time) {
    return Math.clamp(time, -MAX_DISTANCE, MAX_TIME);
  }

  private boolean write(
      int first, int channels, long[] times, double[] values, byte @Nullable [] quality) {
    int rows = times.length;
    int cells = channels * rows;
    if (buffer.integers.length < cells) {
      buffer.integers = new int[cells];
    }
    if (buffer.kinds.length < channels) {
      buffer.kinds = new byte[channels];
    }
    buffer.blocks.begin(channels);
    for (int column = 0; column < channels; column++) {
      buffer.kinds[column] = scale(first + column, column * rows, rows, values, quality);
    }
    for (int row = 0; row < rows; ) {
      int until = Math.min(rows, row + PIECE);
      for (int column = 0; column < channels; ) {
        int next = blockEnd(column, channels, until - row, times[row] - blockTime);
        buffer.blocks.write(
            first,
            column,
            next,
            times,
            row,
            until,
            values,
            buffer.integers,
            buffer.kinds[column],
            quality,
            times[row] - blockTime,
            bases);
        blockTime = times[row];
        column = next;
      }
      row = until;
    }
    boolean fits = !out.overflowed() && out.size() <= MAX_MESSAGE - POSITION_ROOM;
    if (fits) {
      buffer.blocks.remember(first, channels, bases);
    }
    return fits;
  }

  /**
   * First column that cannot share a block with {@code column}: another kind, too many cells, or h
   * would be FF.
   */
  private int blockEnd(int column, int channels, int rows, long dt) {
    int most = Math.max(1, MAX_CELLS / rows);
    if (dt != 0 && rows >= StreamFormat.PACK_FROM) {
      most = Math.min(most, 7);
    }
    int end = column + 1;
    while (end < channels && end - column < most && buffer.kinds[end] == buffer.kinds[column]) {
      end++;
    }
    return end;
  }

  /**
   * Turns one column into wire integers where its kind and its values allow; tells the kind it must
   * have.
   */
  private byte scale(int channel, int from, int rows, double[] values, byte @Nullable [] quality) {
    double factor = factors[channel];
    if (factor == 0) {
      return floatKind(from, rows, values);
    }
    int last = bases.of(channel);
    for (int i = from; i < from + rows; i++) {
      if (quality == null || !Quality.isBad(quality[i])) {
        long scaled = WireInteger.of(values[i], factor);
        if (scaled == WireInteger.NONE) {
          return KIND_DOUBLE;
        }
        last = (int) scaled;
      }
      buffer.integers[i] = last;
    }
    return KIND_INTEGER;
  }

  private static byte floatKind(int from, int rows, double[] values) {
    for (int i = from; i < from + rows; i++) {
      if (Double.doubleToRawLongBits((float) values[i]) != Double.doubleToRawLongBits(values[i])
          && !Double.isNaN(values[i])) {
        return KIND_DOUBLE;
      }
    }
    return KIND_FLOAT;
  }

  /** How many bytes the message has. */
  public int size() {
    return out.size();
  }

  /** How many readings were added to the message. */
  public int readings() {
    return readings;
  }

  /** The message, from index 0; valid until the next {@link #begin}. */
  public byte[] array() {
    return out.array();
  }

  /** A copy of the message. */
  public Bytes toBytes() {
    return out.toBytes();
  }
}
