package dev.ferrule.gateway.frames;

import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.protocol.stream.StreamEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Readings that wait for the next message. Batches of the same channels become rows of one block,
 * as long as no batch of other channels that overlaps them came between: per channel the order of
 * arrival is kept.
 *
 * <p>Owner: one loop.
 */
public final class Gather {

  private static final int NONE = -1;

  /** Batches of the same channels, in the order in which they came. */
  private static final class Run {
    final List<ReadingBatch> parts = new ArrayList<>(4);
    int rows;

    Run(ReadingBatch first) {
      add(first);
    }

    void add(ReadingBatch batch) {
      parts.add(batch);
      rows += batch.rows();
    }

    ReadingBatch last() {
      return parts.getLast();
    }
  }

  private final List<Run> runs = new ArrayList<>();

  /** Index of the run that a channel's latest reading is in. */
  private final int[] runOf;

  /** A gather for channel numbers below {@code capacity}. */
  public Gather(int capacity) {
    runOf = new int[capacity];
    Arrays.fill(runOf, NONE);
  }

  public boolean isEmpty() {
    return runs.isEmpty();
  }

  public void add(ReadingBatch batch) {
    if (!isSteady(batch)) {
      for (int row = 0; row < batch.rows(); row++) {
        addSteady(batch.slice(row, row + 1));
      }
    } else {
      addSteady(batch);
    }
  }

  private void addSteady(ReadingBatch batch) {
    int first = batch.firstChannel();
    int end = first + batch.channels();
    int at = runOf[first];
    if (at != NONE && continues(runs.get(at).last(), batch) && isLatest(at, first, end)) {
      runs.get(at).add(batch);
      return;
    }
    Arrays.fill(runOf, first, end, runs.size());
    runs.add(new Run(batch));
  }

  private static boolean continues(ReadingBatch last, ReadingBatch next) {
    long before = last.times()[last.rows() - 1];
    long after = next.times()[0];
    return last.firstChannel() == next.firstChannel()
        && last.channels() == next.channels()
        && last.base().equals(next.base())
        && before <= after
        && StreamEncoder.isNear(before, after);
  }

  private boolean isLatest(int run, int first, int end) {
    for (int number = first; number < end; number++) {
      if (runOf[number] != run) {
        return false;
      }
    }
    return true;
  }

  /** Gives everything away: one batch per run, in the order of their first readings. */
  public List<ReadingBatch> take() {
    List<ReadingBatch> taken = new ArrayList<>(runs.size());
    for (Run run : runs) {
      ReadingBatch one = join(run);
      Arrays.fill(runOf, one.firstChannel(), one.firstChannel() + one.channels(), NONE);
      taken.add(one);
    }
    runs.clear();
    return taken;
  }

  private static ReadingBatch join(Run run) {
    ReadingBatch first = run.parts.getFirst();
    if (run.parts.size() == 1) {
      return first;
    }
    int channels = first.channels();
    long[] times = new long[run.rows];
    double[] values = new double[channels * run.rows];
    byte @Nullable [] quality = null;
    int row = 0;
    for (ReadingBatch part : run.parts) {
      int rows = part.rows();
      System.arraycopy(part.times(), 0, times, row, rows);
      byte @Nullable [] codes = part.quality();
      if (codes != null && quality == null) {
        quality = new byte[values.length]; // what came before was good, which is 0
      }
      for (int column = 0; column < channels; column++) {
        int to = column * run.rows + row;
        System.arraycopy(part.values(), column * rows, values, to, rows);
        if (codes != null && quality != null) {
          System.arraycopy(codes, column * rows, quality, to, rows);
        }
      }
      row += rows;
    }
    ReadingBatch last = run.last();
    return new ReadingBatch(
        first.firstChannel(), channels, times, values, quality, last.base(), last.position());
  }

  private static boolean isSteady(ReadingBatch batch) {
    long[] times = batch.times();
    for (int row = 1; row < times.length; row++) {
      if (!StreamEncoder.isNear(times[row - 1], times[row])) {
        return false;
      }
    }
    return true;
  }
}
