package dev.ferrule.gateway.history.block;

import dev.ferrule.protocol.stream.StreamEncoder;
import java.util.Arrays;

/**
 * Readings of one series that are not in a block yet; they are in the journal. Owner: whoever
 * gathers them.
 */
public final class OpenBlock {

  /** Readings of a block: a quarter of an hour of one a second. */
  public static final int MOST = 1_024;

  /** What a reading takes here: time, value, quality. */
  public static final int READING_BYTES = 17;

  private static final int FIRST_ROOM = 16;

  private final int series;
  private final int base;
  private final long number;
  private final long since;
  private long[] times = new long[FIRST_ROOM];
  private double[] values = new double[FIRST_ROOM];
  private byte[] quality = new byte[FIRST_ROOM];
  private int rows;
  private long upto;

  /**
   * An empty block.
   *
   * @param number how many readings of the series came before, ever
   * @param since journal message that its first reading is in
   */
  public OpenBlock(int series, int base, long number, long since) {
    this.series = series;
    this.base = base;
    this.number = number;
    this.since = since;
    this.upto = since;
  }

  public int base() {
    return base;
  }

  public long since() {
    return since;
  }

  public int rows() {
    return rows;
  }

  /** Bytes of memory. */
  public int bytes() {
    return times.length * READING_BYTES;
  }

  /** Whether so many more readings, the first at that time, can be told behind the last one. */
  public boolean takes(long time, int more) {
    return rows == 0 || (rows + more <= MOST && StreamEncoder.isNear(times[rows - 1], time));
  }

  /** Adds a reading, which is in a message of the journal. */
  public void add(long time, double value, int code, long message) {
    if (rows == times.length) {
      int room = Math.min(MOST, 2 * rows);
      times = Arrays.copyOf(times, room);
      values = Arrays.copyOf(values, room);
      quality = Arrays.copyOf(quality, room);
    }
    times[rows] = time;
    values[rows] = value;
    quality[rows++] = (byte) code;
    upto = message;
  }

  /** The block that these readings are. */
  public Block sealed(BlockCodec codec, double factor) {
    return sealedAs(series, base, number, codec, factor);
  }

  /** The same under other numbers, in a file that was made anew. */
  public Block sealedAs(int ofSeries, int ofBase, long ofNumber, BlockCodec codec, double factor) {
    byte[] bytes =
        codec.encode(
            factor,
            Arrays.copyOf(times, rows),
            Arrays.copyOf(values, rows),
            Arrays.copyOf(quality, rows));
    return new Block(
        ofSeries, ofBase, ofNumber, upto, summary(), Seal.seal(ofSeries, bytes, bytes.length));
  }

  private Summary summary() {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    int numbers = 0;
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    double sum = 0;
    double end = 0;
    int worst = 0;
    for (int row = 0; row < rows; row++) {
      first = Math.min(first, times[row]);
      last = Math.max(last, times[row]);
      int code = quality[row] & 0xFF;
      worst = Summary.worse(worst, code);
      if (Summary.counts(values[row], code)) {
        numbers++;
        min = Math.min(min, values[row]);
        max = Math.max(max, values[row]);
        sum += values[row];
        end = values[row];
      }
    }
    return numbers == 0
        ? new Summary(first, last, rows, 0, 0, 0, 0, 0, worst)
        : new Summary(first, last, rows, numbers, min, max, sum, end, worst);
  }
}
