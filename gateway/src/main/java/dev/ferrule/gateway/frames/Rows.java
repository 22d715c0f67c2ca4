package dev.ferrule.gateway.frames;

import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.registry.LatestValues;
import dev.ferrule.protocol.Quality;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes batches out of tables and out of other batches; stateless. */
public final class Rows {

  private Rows() {}

  /**
   * The newest reading of each of the channels that has one; neighbors of the same time share a
   * batch.
   */
  public static List<ReadingBatch> newest(LatestValues latest, BitSet channels) {
    List<ReadingBatch> rows = new ArrayList<>();
    int number = channels.nextSetBit(0);
    while (number >= 0) {
      if (!latest.has(number)) {
        number = channels.nextSetBit(number + 1);
        continue;
      }
      int end = number + 1;
      while (channels.get(end) && latest.has(end) && isOfOneMoment(latest, number, end)) {
        end++;
      }
      rows.add(row(latest, number, end));
      number = channels.nextSetBit(end);
    }
    return rows;
  }

  private static boolean isOfOneMoment(LatestValues latest, int one, int other) {
    return latest.time(one) == latest.time(other) && latest.base(one).equals(latest.base(other));
  }

  private static ReadingBatch row(LatestValues latest, int first, int end) {
    double[] values = new double[end - first];
    byte[] quality = new byte[end - first];
    boolean good = true;
    for (int i = 0; i < values.length; i++) {
      values[i] = latest.value(first + i);
      quality[i] = (byte) latest.quality(first + i);
      good &= quality[i] == 0;
    }
    return honest(
        new ReadingBatch(
                first,
                values.length,
                new long[] {latest.time(first)},
                values,
                good ? null : quality)
            .with(latest.base(first)));
  }

  /**
   * The same batch, but with "bad: not a number" on each value that is none and is not called bad.
   */
  public static ReadingBatch honest(ReadingBatch batch) {
    double[] values = batch.values();
    byte @Nullable [] mended = null;
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i]) && !isBad(batch, i)) {
        if (mended == null) {
          byte @Nullable [] codes = batch.quality();
          mended = codes == null ? new byte[values.length] : codes.clone();
        }
        mended[i] = (byte) Quality.of(Quality.BAD, Quality.NOT_A_NUMBER);
      }
    }
    return mended == null ? batch : batch.withQuality(mended);
  }

  private static boolean isBad(ReadingBatch batch, int cell) {
    byte @Nullable [] codes = batch.quality();
    return codes != null && Quality.isBad(codes[cell]);
  }

  /** The channels that batches are of. */
  public static BitSet channels(List<ReadingBatch> batches) {
    BitSet channels = new BitSet();
    for (ReadingBatch batch : batches) {
      channels.set(batch.firstChannel(), batch.firstChannel() + batch.channels());
    }
    return channels;
  }
}
