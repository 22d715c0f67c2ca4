package dev.ferrule.gateway.model;

import dev.ferrule.protocol.Quality;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Readings of a run of neighboring channels at common times: a grid of rows (times) by columns
 * (channels). This is the only form in which readings travel inside the gateway, because it is the
 * form of the wire: one batch becomes one block.
 *
 * <p>Immutable: the arrays are handed over at construction and never written again by anyone.
 *
 * @param firstChannel number of the first channel; the others follow without a hole. Within a
 *     driver the number is the index of the channel in its device, outside it is the number in the
 *     registry
 * @param channels number of columns, at least 1
 * @param times time of each row, milliseconds since 1970 UTC, at least one
 * @param values column-major ({@code values[column * times.length + row]}), in each channel's unit;
 *     NaN where there is none
 * @param quality one code per value in the same order (PROTOCOL.md 0.1), or null when every reading
 *     is good
 * @param base how the times were made; {@link TimeBase#NONE} inside a driver
 * @param position place in the registry's sequence of batches, from 1; 0 before the registry took
 *     it
 */
@SuppressWarnings(
    "ArrayRecordComponent") // the arrays are the batch; copies on this path would be the whole cost
public record ReadingBatch(
    int firstChannel,
    int channels,
    long[] times,
    double[] values,
    byte @Nullable [] quality,
    TimeBase base,
    long position) {

  public ReadingBatch {
    if (firstChannel < 0 || channels < 1 || times.length < 1) {
      throw new IllegalArgumentException("empty batch");
    }
    if (values.length != channels * times.length
        || (quality != null && quality.length != values.length)) {
      throw new IllegalArgumentException(
          "batch of " + channels + " x " + times.length + " with " + values.length + " values");
    }
  }

  /** A batch as a driver makes it. */
  public ReadingBatch(
      int firstChannel, int channels, long[] times, double[] values, byte @Nullable [] quality) {
    this(firstChannel, channels, times, values, quality, TimeBase.NONE, 0);
  }

  /** One reading. */
  public static ReadingBatch single(int channel, long time, double value, int quality) {
    byte @Nullable [] codes = Quality.isGood(quality) ? null : new byte[] {(byte) quality};
    return new ReadingBatch(channel, 1, new long[] {time}, new double[] {value}, codes);
  }

  public int rows() {
    return times.length;
  }

  /** Number of readings: rows times channels. */
  public int size() {
    return values.length;
  }

  /** Quality code of one cell. */
  public int qualityAt(int column, int row) {
    byte @Nullable [] codes = quality;
    return codes == null ? Quality.GOOD : codes[column * times.length + row] & 0xFF;
  }

  /** Value of one cell. */
  public double valueAt(int column, int row) {
    return values[column * times.length + row];
  }

  /** The same readings under other channel numbers; shares the arrays. */
  public ReadingBatch shifted(int by) {
    return by == 0
        ? this
        : new ReadingBatch(firstChannel + by, channels, times, values, quality, base, position);
  }

  /** The same readings with the base that their times were made with; shares the arrays. */
  public ReadingBatch with(TimeBase known) {
    return new ReadingBatch(firstChannel, channels, times, values, quality, known, position);
  }

  /** The same readings at their place in the registry's sequence; shares the arrays. */
  public ReadingBatch at(long place) {
    return new ReadingBatch(firstChannel, channels, times, values, quality, base, place);
  }

  /** The same readings with other quality codes; shares the other arrays. */
  public ReadingBatch withQuality(byte[] codes) {
    return new ReadingBatch(firstChannel, channels, times, values, codes, base, position);
  }

  /** Columns {@code from} to before {@code to}. */
  public ReadingBatch columns(int from, int to) {
    int rows = rows();
    byte @Nullable [] codes = quality;
    return new ReadingBatch(
        firstChannel + from,
        to - from,
        times,
        Arrays.copyOfRange(values, from * rows, to * rows),
        codes == null ? null : Arrays.copyOfRange(codes, from * rows, to * rows),
        base,
        position);
  }

  /** Rows {@code from} to before {@code to}. */
  public ReadingBatch slice(int from, int to) {
    int rows = to - from;
    double[] cells = new double[channels * rows];
    byte @Nullable [] codes = quality;
    byte @Nullable [] part = codes == null ? null : new byte[cells.length];
    for (int column = 0; column < channels; column++) {
      int source = column * rows() + from;
      System.arraycopy(values, source, cells, column * rows, rows);
      if (codes != null && part != null) {
        System.arraycopy(codes, source, part, column * rows, rows);
      }
    }
    return new ReadingBatch(
        firstChannel, channels, Arrays.copyOfRange(times, from, to), cells, part, base, position);
  }

  /** Its earlier rows; where it has only one, its first columns. More than one reading. */
  public ReadingBatch firstHalf() {
    return rows() > 1 ? slice(0, rows() / 2) : columns(0, channels / 2);
  }

  /** What {@link #firstHalf} leaves. */
  public ReadingBatch secondHalf() {
    return rows() > 1 ? slice(rows() / 2, rows()) : columns(channels / 2, channels);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ReadingBatch b
        && firstChannel == b.firstChannel
        && channels == b.channels
        && Arrays.equals(times, b.times)
        && Arrays.equals(values, b.values)
        && Arrays.equals(quality, b.quality);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(times) + Arrays.hashCode(values) + firstChannel;
  }

  @Override
  public String toString() {
    return "ReadingBatch[" + firstChannel + "+" + channels + " x " + times.length + "]";
  }
}
