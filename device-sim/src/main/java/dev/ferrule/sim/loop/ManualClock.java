package dev.ferrule.sim.loop;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Time that stands still until a test moves it.
 *
 * <p>{@link #advance} goes from timer to timer, so that whatever a board does at a moment sees
 * exactly that moment. Bytes that arrive meanwhile arrive at the time that stands: a test that
 * wants the same course each time waits for its answer before it moves on.
 */
public final class ManualClock extends SimClock {

  private final List<EventLoop> loops = new CopyOnWriteArrayList<>();

  /** Written by the thread in {@link #advance} only; read by the loops. */
  private volatile long nanos;

  /** Starts at 0. */
  public ManualClock() {}

  @Override
  public long nanos() {
    return nanos;
  }

  /**
   * Moves time on and gives back when everything due until then was done.
   *
   * @param time at least 0
   */
  public synchronized void advance(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("time does not go back: " + time);
    }
    long target = nanos + time.toNanos();
    while (true) {
      long next = target;
      for (EventLoop loop : loops) {
        next = Math.min(next, loop.call(loop::nextDue));
      }
      nanos = Math.max(nanos, next);
      for (EventLoop loop : loops) {
        loop.run(loop::runDue);
      }
      if (next == target) {
        return;
      }
    }
  }

  @Override
  long timeUntil(long due) {
    return due <= nanos ? 0 : Long.MAX_VALUE;
  }

  @Override
  void join(EventLoop loop) {
    loops.add(loop);
  }

  @Override
  void leave(EventLoop loop) {
    loops.remove(loop);
  }
}
