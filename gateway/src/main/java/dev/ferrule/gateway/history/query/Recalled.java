package dev.ferrule.gateway.history.query;

import dev.ferrule.gateway.model.ReadingBatch;
import java.util.List;

/**
 * What came after a position, in the order in which it came.
 *
 * @param from position from which on nothing is missing; the one asked for, when the answer is
 *     whole
 * @param to position that it reaches
 * @param batches under the numbers of the directory that was asked with; some readings up to {@code
 *     from} may be among them
 */
public record Recalled(long from, long to, List<ReadingBatch> batches) {

  public Recalled {
    batches = List.copyOf(batches);
  }

  /** Nothing is known. */
  public static Recalled nothing(long position) {
    return new Recalled(position, position, List.of());
  }
}
