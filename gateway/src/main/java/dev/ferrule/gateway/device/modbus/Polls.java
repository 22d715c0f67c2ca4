package dev.ferrule.gateway.device.modbus;

import dev.ferrule.gateway.loop.Loop;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reads of one unit that come round, and which is next.
 *
 * <p>Owner: the driver.
 */
final class Polls {

  private final List<ModbusChannel> channels;
  private final Loop loop;
  private final List<Poll> polls = new ArrayList<>();

  /** Asked last and not answered yet; asked again first, because its answer may still come. */
  private @Nullable Poll unheard;

  /** A read that comes round. */
  static final class Poll {
    final Read read;
    private long due;

    /** Why the unit refused it last; empty when it did not. */
    String refusal = "";

    private Poll(Read read, long due) {
      this.read = read;
      this.due = due;
    }

    /** When it is to be asked, nanoseconds of the loop. */
    long due() {
      return due;
    }
  }

  Polls(ModbusSettings settings, Loop loop) {
    this.channels = settings.channels();
    this.loop = loop;
    Read.plan(channels, settings.maxGap()).forEach(read -> polls.add(new Poll(read, 0)));
  }

  /** All are due, as if none had been asked before. */
  void begin() {
    unheard = null;
    askAll();
  }

  /** All are due. */
  void askAll() {
    for (Poll poll : polls) {
      poll.due = loop.nanoTime();
      poll.refusal = "";
    }
  }

  Poll next() {
    Poll again = unheard;
    return again != null
        ? again
        : polls.stream().min(Comparator.comparingLong(Poll::due)).orElseThrow();
  }

  /** Nothing came: it is asked again before any other. */
  void unheard(Poll poll) {
    unheard = poll;
  }

  /** An answer came; whether it may be the late one to an earlier try. */
  boolean heard() {
    boolean late = unheard != null;
    unheard = null;
    return late;
  }

  /** Due again a period later; what was missed while the line was crowded is not made up for. */
  void comeRound(Poll poll) {
    poll.due = Math.max(poll.due + poll.read.period().toNanos(), loop.nanoTime());
  }

  /** Due again, after the others that are. */
  void repeat(Poll poll) {
    poll.due = loop.nanoTime();
  }

  /** Two polls in place of one for several channels; their reads. */
  List<Read> split(Poll poll) {
    List<Read> parts = poll.read.split(channels);
    polls.remove(poll);
    parts.forEach(part -> polls.add(new Poll(part, loop.nanoTime())));
    return parts;
  }

  boolean areAllRefused() {
    return polls.stream().noneMatch(poll -> poll.refusal.isEmpty());
  }
}
