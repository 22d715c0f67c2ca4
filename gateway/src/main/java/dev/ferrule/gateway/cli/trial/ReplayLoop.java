package dev.ferrule.gateway.cli.trial;

import dev.ferrule.gateway.loop.Loop;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A loop whose time is that of a recording. Owner: the thread that replays it. */
final class ReplayLoop implements Loop {

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong((Task task) -> task.at));

  private long now;

  /** What waits for its time. */
  private static final class Task implements Timer {
    private final long at;
    private final Runnable work;
    private boolean canceled;

    Task(long at, Runnable work) {
      this.at = at;
      this.work = work;
    }

    @Override
    public void cancel() {
      canceled = true;
    }
  }

  ReplayLoop(long now) {
    this.now = now;
  }

  /** Does what is due until then. */
  void advance(long until) {
    for (Task next = tasks.peek(); next != null && next.at <= until; next = tasks.peek()) {
      tasks.remove();
      now = Math.max(now, next.at);
      if (!next.canceled) {
        next.work.run();
      }
    }
    now = Math.max(now, until);
  }

  @Override
  public void execute(Runnable task) {
    task.run();
  }

  @Override
  public boolean isCurrent() {
    return true;
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    var timer = new Task(now + delay.toNanos(), task);
    tasks.add(timer);
    return timer;
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public long currentTimeMillis() {
    return now / 1_000_000;
  }
}
