package dev.ferrule.gateway.device.modbus;

import dev.ferrule.gateway.loop.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The reads of one unit that come round, and which is next.
 *
 * <p>A read that is at fault is halved until only the channels that are at fault are alone; those
 * are asked rarely. What was halved without the unit saying that it must be is joined again after a
 * while, in case only the line was bad. On a line where reads fail and then succeed by themselves,
 * more failures are needed to show that one is at fault.
 *
 * <p>Owner: the driver.
 */
final class Polls {

  /** Least time until a channel is asked again that the unit does not answer. */
  private static final Duration RARELY = Duration.ofMinutes(1);

  /** Timeouts for each time that such a channel is asked: its share of the unit's time. */
  private static final int RARELY_TIMEOUTS = 120;

  /** Failures beyond the usual that are forgiven at most, while others pass by themselves. */
  private static final int MOST_FORGIVEN = 8;

  private static final Duration REMEMBERED = Duration.ofMinutes(1);

  private static final Duration FIRST_JOIN = Duration.ofMinutes(10);
  private static final Duration LAST_JOIN = Duration.ofDays(1);

  private final List<ModbusChannel> channels;
  private final Loop loop;
  private final Duration rarely;
  private final ToLongFunction<Read> pause;
  private final List<Poll> polls = new ArrayList<>();
  private final List<Broken> broken = new ArrayList<>();
  private int healed;
  private long healedAt;

  /** A read that was halved on suspicion. */
  private static final class Broken {
    private final Read read;
    private Duration pause = FIRST_JOIN;
    private long joinAt;

    private Broken(Read read, long now) {
      this.read = read;
      this.joinAt = now + FIRST_JOIN.toNanos();
    }

    private boolean covers(Read part) {
      return read.channels().containsAll(part.channels());
    }

    private void putOff(long now) {
      pause = pause.multipliedBy(2).compareTo(LAST_JOIN) < 0 ? pause.multipliedBy(2) : LAST_JOIN;
      joinAt = now + pause.toNanos();
    }
  }

  /** {@code pause} is how many nanoseconds the line may not carry a read. */
  Polls(ModbusSettings settings, Loop loop, ToLongFunction<Read> pause) {
    this.channels = settings.channels();
    this.loop = loop;
    this.pause = pause;
    Duration slow = settings.timeout().multipliedBy(RARELY_TIMEOUTS);
    this.rarely = slow.compareTo(RARELY) > 0 ? slow : RARELY;
    Read.plan(channels, settings.maxGap()).forEach(read -> polls.add(new Poll(read, 0)));
  }

  /** All are due, but those that are asked rarely, as if none had failed before. */
  void askAll() {
    for (Poll poll : polls) {
      if (!poll.isAside) {
        poll.due = loop.nanoTime();
        poll.refusal = "";
        poll.forgive();
      }
    }
  }

  /** The one to ask next. */
  Poll next() {
    joinAgain();
    Poll next = polls.getFirst();
    long least = due(next);
    for (Poll poll : polls) {
      long due = due(poll);
      if (due < least) {
        least = due;
        next = poll;
      }
    }
    return next;
  }

  /** When a poll can be asked. */
  long due(Poll poll) {
    long paused = pause.applyAsLong(poll.read);
    return paused == 0 ? poll.due : Math.max(poll.due, loop.nanoTime() + paused);
  }

  /** How many failures show that a read is at fault. */
  int enough() {
    boolean isOver = loop.nanoTime() - healedAt > REMEMBERED.toNanos();
    return Poll.ENOUGH + (isOver ? 0 : healed);
  }

  private void heal() {
    healed = Math.min(enough() - Poll.ENOUGH + 1, MOST_FORGIVEN);
    healedAt = loop.nanoTime();
  }

  /** The unit answered a poll with values; whether with all of them. */
  boolean answered(Poll poll) {
    heard(poll);
    if (poll.heals()) {
      heal();
    }
    return poll.answered();
  }

  /** The unit answered a poll: the others that fail do so by themselves. */
  void heard(Poll except) {
    polls.stream().filter(poll -> poll != except).forEach(Poll::sawOthersAnswered);
  }

  /** Due again a period later; what was missed while the line was crowded is not made up for. */
  void comeRound(Poll poll) {
    poll.due = Math.max(poll.due + poll.read.period().toNanos(), loop.nanoTime());
  }

  /** Due again, after the others that are. */
  void repeat(Poll poll) {
    poll.due = loop.nanoTime();
  }

  /** Asked rarely from now on. */
  void setAside(Poll poll) {
    poll.isAside = true;
    poll.toldAt = loop.nanoTime();
    Duration period = poll.read.period();
    poll.due = loop.nanoTime() + (period.compareTo(rarely) > 0 ? period : rarely).toNanos();
  }

  /** Those that are asked rarely and whose channels are to be told again to have no values. */
  List<Read> untold() {
    List<Read> reads = new ArrayList<>();
    long now = loop.nanoTime();
    for (Poll poll : polls) {
      if (poll.isAside && now - poll.toldAt >= poll.read.period().toNanos()) {
        poll.toldAt = now;
        reads.add(poll.read);
      }
    }
    return reads;
  }

  /** Channels without values are to be told so at once. */
  void tellAgain() {
    polls.forEach(poll -> poll.toldAt = loop.nanoTime() - poll.read.period().toNanos());
  }

  /**
   * Two polls in place of one for several channels; their reads.
   *
   * @param suspected whether the unit did not say what is wrong
   */
  List<Read> split(Poll poll, boolean suspected) {
    long now = loop.nanoTime();
    List<Read> parts = poll.read.split(channels);
    polls.remove(poll);
    parts.forEach(part -> polls.add(new Poll(part, now)));
    if (suspected && broken.stream().noneMatch(b -> b.covers(poll.read))) {
      broken.add(new Broken(poll.read, now));
    }
    return parts;
  }

  private void joinAgain() {
    long now = loop.nanoTime();
    for (Broken whole : broken) {
      if (now - whole.joinAt >= 0) {
        whole.putOff(now);
        List<Poll> parts = polls.stream().filter(p -> whole.covers(p.read) && !p.isAside).toList();
        if (parts.size() > 1) {
          polls.removeAll(parts);
          polls.add(new Poll(Read.union(channels, parts.stream().map(p -> p.read).toList()), now));
        }
      }
    }
  }

  boolean areAllRefused() {
    return polls.stream().noneMatch(poll -> poll.refusal.isEmpty());
  }

  /** Nothing is asked rarely any more. */
  void takeBack() {
    for (Poll poll : polls) {
      if (poll.isAside) {
        poll.isAside = false;
        poll.due = loop.nanoTime() + poll.read.period().toNanos();
      }
    }
  }
}
