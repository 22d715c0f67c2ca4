package dev.ferrule.gateway.history;

import dev.ferrule.gateway.history.file.Commit;
import dev.ferrule.gateway.history.file.HistoryRules;
import dev.ferrule.gateway.history.query.Recent;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.registry.Directory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;

/**
 * The latest readings of channels of which the file keeps only some, or none: a client that comes
 * back is told what it missed of them, too.
 *
 * <p>Owner: the collector's loop. Bounded: the oldest go when there are more than {@link #MOST}.
 */
final class Recents {

  /** Readings that are remembered: more than one client is told. */
  static final int MOST = 8_192;

  /** Readings of one channel. */
  private record Part(Channel channel, ReadingBatch batch) {}

  private final HistoryRules rules;
  private final Deque<Part> parts = new ArrayDeque<>();
  private Directory directory;
  private BitSet channels = new BitSet();
  private int readings;
  private long from;

  Recents(HistoryRules rules, Directory directory) {
    this.rules = rules;
    this.directory = directory;
    directory(directory);
  }

  /** Channels have other numbers from now on. */
  void directory(Directory next) {
    directory = next;
    channels = channels(next);
  }

  private BitSet channels(Directory of) {
    var found = new BitSet();
    of.channels()
        .forEach(
            (number, channel) -> {
              if (!rules.of(channel.id()).isAll()) {
                found.set(number);
              }
            });
    return found;
  }

  /** Readings came. */
  void add(ReadingBatch batch) {
    int end = batch.firstChannel() + batch.channels();
    for (int number = channels.nextSetBit(batch.firstChannel());
        number >= 0 && number < end;
        number = channels.nextSetBit(number + 1)) {
      int column = number - batch.firstChannel();
      Channel channel = directory.channel(number).orElseThrow();
      parts.add(new Part(channel, batch.columns(column, column + 1)));
      readings += batch.rows();
    }
    while (readings > MOST) {
      ReadingBatch oldest = parts.removeFirst().batch();
      readings -= oldest.rows();
      from = oldest.position();
    }
  }

  /** Readings are missing among those up to a position. */
  void breakOff(long position) {
    from = Math.max(from, position);
    parts.clear();
    readings = 0;
  }

  /**
   * What came after a position.
   *
   * @param now under whose numbers it is told; channels that it does not have are left out
   * @param commit with which the rest is written
   */
  Recent after(long position, Directory now, Commit commit) {
    List<ReadingBatch> found = new ArrayList<>();
    for (Part part : parts) {
      OptionalInt number = now.number(part.channel().id());
      if (part.batch().position() > position
          && number.isPresent()
          && now.channel(number.getAsInt()).filter(part.channel()::equals).isPresent()) {
        found.add(part.batch().shifted(number.getAsInt() - part.batch().firstChannel()));
      }
    }
    return new Recent(from, commit.position, commit.chained, channels(now), found);
  }
}
