package dev.ferrule.gateway.history.file;

import dev.ferrule.gateway.history.block.Block;
import dev.ferrule.gateway.history.block.SeriesForm;
import dev.ferrule.gateway.model.TimeBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What goes into the file at one moment: all of it or nothing. Filled by the collector, then handed
 * over.
 */
public final class Commit {

  /** Which opening of the file its numbers are of. */
  final int opening;

  public final List<Series> series = new ArrayList<>();
  public final List<Base> bases = new ArrayList<>();
  public final List<Message> messages = new ArrayList<>();
  public final List<Block> blocks = new ArrayList<>();
  public final List<Shift> shifts = new ArrayList<>();
  public final List<Gap> gaps = new ArrayList<>();
  public final List<Reader> readers = new ArrayList<>();

  /** Journal messages before this one are not needed any more. */
  public long journalFrom;

  /** Readings in the messages. */
  public long readings;

  /** Position of the registry that the commit before reached (PROTOCOL.md B4). */
  public long before;

  /** Position that this one reaches: its messages hold every batch in between. */
  public long position;

  /** What the next one has as {@link #before}: one without messages leaves no trace of its own. */
  public long chained;

  /** What is done once it is written, on the writer's thread. */
  public Runnable then = () -> {};

  public Commit(int opening) {
    this.opening = opening;
  }

  /** A series that is new in the file. */
  public record Series(int id, SeriesForm form) {}

  /** A base that is new in the file. */
  public record Base(int id, TimeBase base) {}

  /** Times that were made with a base are others now. */
  public record Shift(int base, long millis) {}

  /**
   * A message of PROTOCOL.md part B, sealed, whose channels are series.
   *
   * @param number of the message in the journal
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never written again
  public record Message(long number, int base, byte[] bytes) {}

  /** What a reader still has to tell, in its own form. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never written again
  public record Reader(String name, byte[] data) {}

  /** Bytes of memory, about. */
  long bytes() {
    long bytes = 256;
    for (Reader reader : readers) {
      bytes += 128 + reader.data().length;
    }
    for (Message message : messages) {
      bytes += 64 + message.bytes().length;
    }
    for (Block block : blocks) {
      bytes += 160 + block.bytes().length;
    }
    return bytes + 256L * (series.size() + gaps.size()) + 64L * (bases.size() + shifts.size());
  }

  /** Readings that were not taken before. */
  long lost() {
    return gaps.stream()
        .filter(gap -> gap.reason() == Gap.Reason.DISK || gap.reason() == Gap.Reason.MERGED)
        .mapToLong(Gap::count)
        .sum();
  }

  /** What is missing when the file that its blocks were for is no more. */
  Optional<Gap> missing() {
    long rows = 0;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (Block block : blocks) {
      rows += block.summary().rows();
      first = Math.min(first, block.summary().first());
      last = Math.max(last, block.summary().last());
    }
    return rows == 0
        ? Optional.empty()
        : Optional.of(new Gap("", first, last, Gap.Reason.DISK, rows));
  }

  /** Whether there is nothing to write. */
  public boolean isEmpty() {
    return series.isEmpty()
        && bases.isEmpty()
        && messages.isEmpty()
        && blocks.isEmpty()
        && shifts.isEmpty()
        && gaps.isEmpty()
        && readers.isEmpty();
  }
}
