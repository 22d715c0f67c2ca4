package dev.ferrule.gateway.loop;

import dev.ferrule.gateway.model.TimeBase;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * A place where tasks run one after another on one thread, with a clock: the owner of whatever
 * state it is given. In the product an event loop, in tests one that the test winds by hand. Tasks
 * never block. A loop that has ended takes tasks and forgets them: whoever tells it something goes
 * on.
 */
public interface Loop extends Executor {

  /**
   * Whether the caller runs on this loop, so that it may touch the loop's state without handing
   * over.
   */
  boolean isCurrent();

  /** Runs {@code task} on this loop after {@code delay}. Any thread. */
  Timer after(Duration delay, Runnable task);

  /** Monotonic time, nanoseconds; only differences mean anything. */
  long nanoTime();

  /**
   * How long this loop has worked, nanoseconds, without the time in which others had its processor;
   * only differences mean anything. On the loop.
   */
  default long workNanos() {
    return nanoTime();
  }

  /** Wall time, milliseconds since 1970 UTC. */
  long currentTimeMillis();

  /** How wall times are made now. Any thread. */
  default TimeBase timeBase() {
    return new TimeBase(currentTimeMillis() - nanoTime() / 1_000_000, false);
  }

  /** Wall time of a moment on the monotonic clock, by the wall clock of now. */
  default long wallMillis(long nanoTime) {
    return currentTimeMillis() - (nanoTime() - nanoTime) / 1_000_000;
  }

  /** Runs {@code task} now when the caller is on this loop, else hands it over. */
  default void run(Runnable task) {
    if (isCurrent()) {
      task.run();
    } else {
      execute(task);
    }
  }

  /** A task that waits for its time. */
  interface Timer {
    /** Forgets the task if it has not run yet. On the loop only. */
    void cancel();
  }
}
