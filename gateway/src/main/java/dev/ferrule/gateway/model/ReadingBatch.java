package dev.ferrule.gateway.model;

import dev.ferrule.protocol.Quality;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Readings of a run of neighbouring channels at common times: a grid of rows (times) by columns
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
 */
@SuppressWarnings(
    "ArrayRecordComponent") // the arrays are the batch; copies on this path would be the whole cost
public record ReadingBatch(
    int firstChannel, int channels, long[] times, double[] values, byte @Nullable [] quality) {

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

  /** One reading. */
  public static ReadingBatch single(int channel, long time, double value, int quality) {
    byte @Nullable [] codes = Quality.isGood(quality) ? null : new byte[] {(byte) quality};
    return new ReadingBatch(channel, 1, new long[] {time}, new double[] {value}, codes);
  }

  /** Number of rows. */
  public int rows() {
    return times.length;
  }

  /** Number of readings. */
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
    return by == 0 ? this : new ReadingBatch(firstChannel + by, channels, times, values, quality);
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
