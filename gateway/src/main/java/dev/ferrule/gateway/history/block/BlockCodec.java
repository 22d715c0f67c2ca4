package dev.ferrule.gateway.history.block;

import dev.ferrule.gateway.registry.Directory;
import dev.ferrule.protocol.stream.MessageMode;
import dev.ferrule.protocol.stream.StreamDecoder;
import dev.ferrule.protocol.stream.StreamEncoder;
import dev.ferrule.protocol.stream.StreamOutcome;
import java.util.Arrays;

/**
 * Readings of one series as a message of PROTOCOL.md part B, and back. Owner: one thread.
 *
 * <p>A message of history has no dictionary but the table of series: its channel 0 is the series
 * that its row names, its generation 0, its times are milliseconds since 1970.
 */
public final class BlockCodec {

  private final StreamEncoder.Buffer buffer = new StreamEncoder.Buffer();
  private final StreamDecoder decoder = new StreamDecoder();

  /** Where the readings of a block go, one after the other. */
  public interface Rows {
    void row(long time, double value, int quality);
  }

  /**
   * The bytes of at most {@link OpenBlock#MOST} readings.
   *
   * @param factor of the series
   * @param times neighbors of which are near
   */
  byte[] encode(double factor, long[] times, double[] values, byte[] quality) {
    var encoder = new StreamEncoder(new double[] {factor}, buffer);
    long[] since = since(times);
    encoder.begin(MessageMode.ABSOLUTE, 0, since[0]);
    if (!encoder.add(0, 1, since, values, quality)) {
      throw new IllegalStateException(times.length + " readings do not fit a block");
    }
    return Arrays.copyOf(encoder.array(), encoder.size());
  }

  /** Times as messages tell them. */
  public static long[] since(long[] times) {
    long[] since = new long[times.length];
    for (int i = 0; i < times.length; i++) {
      since[i] = StreamEncoder.nearest(times[i]) - Directory.EPOCH;
    }
    return since;
  }

  /**
   * Tells the readings of a block.
   *
   * @return false when the bytes are damaged; nothing was told then
   */
  public boolean decode(byte[] bytes, int length, SeriesForm form, Rows rows) {
    StreamOutcome outcome =
        decoder.decode(
            bytes,
            0,
            length,
            0,
            (first, channels, count, times, values, quality, scaled) -> {
              for (int row = 0; row < count; row++) {
                double value = scaled ? form.value(values[row]) : values[row];
                rows.row(times[row] + Directory.EPOCH, value, quality[row] & 0xFF);
              }
            });
    return outcome == StreamOutcome.DELIVERED;
  }
}
