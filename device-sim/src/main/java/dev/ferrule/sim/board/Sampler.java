package dev.ferrule.sim.board;

import dev.ferrule.sim.loop.EventLoop;
import dev.ferrule.sim.loop.Timer;
import dev.ferrule.sim.scenario.ChannelGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Says when the rows of each group are due.
 *
 * <p>Periods are kept on average: a row that is late does not move the next. Rows that fall due
 * within a millisecond come together, so that a fast board writes once for many. When the machine
 * was away for longer than {@link #MAX_LAG_NANOS} the rows in between are left out and counted.
 * Owner: the loop's thread.
 */
final class Sampler {

  private static final long TURN_NANOS = 1_000_000;
  private static final long MAX_LAG_NANOS = 100_000_000;

  private final EventLoop loop;
  private final List<ChannelGroup> groups;
  private final Consumer<ChannelGroup> due;
  private final List<Timer> timers = new ArrayList<>();
  private long missed;

  /**
   * A sampler at rest.
   *
   * @param due called for each row, at its time
   */
  Sampler(EventLoop loop, List<ChannelGroup> groups, Consumer<ChannelGroup> due) {
    this.loop = loop;
    this.groups = groups;
    this.due = due;
  }

  /** Starts anew: the first rows come after one period. */
  void start() {
    stop();
    for (ChannelGroup group : groups) {
      timers.add(loop.at(0, () -> {}));
      long period = group.period().toNanos();
      if (period > 0) {
        schedule(group, loop.now() + period);
      }
    }
  }

  void stop() {
    timers.forEach(Timer::cancel);
    timers.clear();
  }

  /** Rows that were left out because the machine was too late for them. */
  long missed() {
    return missed;
  }

  private void schedule(ChannelGroup group, long next) {
    boolean fast = group.period().toNanos() < TURN_NANOS;
    long at = fast ? Math.max(next, loop.now() + TURN_NANOS) : next;
    timers.set(group.id(), loop.at(at, () -> fire(group, next)));
  }

  private void fire(ChannelGroup group, long first) {
    long period = group.period().toNanos();
    long next = first;
    long lag = loop.now() - next;
    if (lag > MAX_LAG_NANOS) {
      long left = (lag - MAX_LAG_NANOS) / period;
      missed += left;
      next += left * period;
    }
    for (; next <= loop.now(); next += period) {
      due.accept(group);
    }
    schedule(group, next);
  }
}
