package dev.ferrule.gateway.loop;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * A loop that a test winds by hand: tasks run when it says so, and time moves only when it says so.
 *
 * <p>One thread, the test's.
 */
public final class ManualLoop implements Loop {

  /** Wall time at which every manual loop starts: 2026-01-01T00:00:00Z. */
  public static final long START = 1_767_225_600_000L;

  private record Due(long nanos, long order, Runnable task) {}

  private final Queue<Runnable> ready = new ArrayDeque<>();
  private final PriorityQueue<Due> timers =
      new PriorityQueue<>(Comparator.comparingLong(Due::nanos).thenComparingLong(Due::order));
  private boolean away;
  private long nanos;
  private double worked;
  private double share = 1;
  private long order;
  private long jumped;

  /** Lets the caller count as somebody on another loop, so that every crossing is queued. */
  public void stepAway() {
    away = true;
  }

  /** Runs everything that is ready, and what becomes ready by it. */
  public void runReady() {
    boolean before = away;
    away = false;
    for (Runnable task = ready.poll(); task != null; task = ready.poll()) {
      task.run();
    }
    away = before;
  }

  /** Moves time on, running timers at their moments. */
  public void advance(Duration by) {
    long until = nanos + by.toNanos();
    runReady();
    for (Due due = timers.peek(); due != null && due.nanos <= until; due = timers.peek()) {
      timers.remove();
      passTo(due.nanos);
      ready.add(due.task);
      runReady();
    }
    passTo(until);
  }

  /** Time passes within a task. */
  void pass(Duration by) {
    passTo(nanos + by.toNanos());
  }

  /** Sets the wall clock forward; monotonic time does not move. */
  public void jump(Duration by) {
    jumped += by.toMillis();
  }

  /** Of the time that passes from now on, that share is work, 0 to 1; 1 until this is said. */
  public void works(double part) {
    share = part;
  }

  private void passTo(long moment) {
    worked += Math.max(0, moment - nanos) * share;
    nanos = Math.max(nanos, moment);
  }

  /** How many timers wait. */
  public int timers() {
    return timers.size();
  }

  @Override
  public void execute(Runnable task) {
    ready.add(task);
  }

  @Override
  public boolean isCurrent() {
    return !away;
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    Due due = new Due(nanos + delay.toNanos(), order++, task);
    timers.add(due);
    return () -> timers.remove(due);
  }

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public long workNanos() {
    return (long) worked;
  }

  @Override
  public long currentTimeMillis() {
    return START + jumped + nanos / 1_000_000;
  }
}
