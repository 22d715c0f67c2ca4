package dev.ferrule.gateway.history.query;

import dev.ferrule.gateway.model.ReadingBatch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * The latest readings of channels that the file does not have whole, and where the file stands
 * beside them. Immutable.
 *
 * @param from position from which on none is missing
 * @param to position that all together reach
 * @param chained position of the last commit that left messages in the journal
 * @param channels that are meant
 * @param batches in the order in which they came, each of one channel
 */
public record Recent(
    long from, long to, long chained, BitSet channels, List<ReadingBatch> batches) {

  public Recent {
    channels = (BitSet) channels.clone();
    batches = List.copyOf(batches);
  }

  @Override
  public BitSet channels() {
    return (BitSet) channels.clone();
  }

  /** Those that somebody asks for. */
  Recent of(BitSet asked) {
    List<ReadingBatch> left = new ArrayList<>(batches);
    left.removeIf(batch -> !asked.get(batch.firstChannel()));
    return new Recent(from, to, chained, channels, left);
  }

  /** Those that came after a position. */
  Stream<ReadingBatch> after(long position) {
    return batches.stream().filter(batch -> batch.position() > position);
  }
}
