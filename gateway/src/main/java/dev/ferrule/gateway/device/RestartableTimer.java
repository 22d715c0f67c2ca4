package dev.ferrule.gateway.device;

import dev.ferrule.gateway.loop.Loop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One task that is due at one moment, which may be moved; putting it off costs no timer.
 *
 * <p>Owner: the loop.
 */
public final class RestartableTimer {

  /** Not due at all. */
  public static final long NEVER = Long.MAX_VALUE;

  private final Loop loop;
  private final Runnable task;
  private Loop.@Nullable Timer timer;
  private long due = NEVER;
  private long timerAt;

  /** A timer that is not set; {@code task} is what it runs. */
  public RestartableTimer(Loop loop, Runnable task) {
    this.loop = loop;
    this.task = task;
  }

  /** Makes the task due after {@code delay}, in place of any moment before. */
  public void in(Duration delay) {
    at(loop.nanoTime() + delay.toNanos());
  }

  /** Makes the task due at a moment of the loop's clock, or {@link #NEVER}. */
  public void at(long nanoTime) {
    due = nanoTime;
    if (due == NEVER) {
      cancel();
    } else if (timer == null || timerAt - due > 0) {
      cancelTimer();
      set();
    }
  }

  /** Forgets the task until a new moment is set. */
  public void cancel() {
    due = NEVER;
    cancelTimer();
  }

  private void set() {
    timerAt = due;
    timer = loop.after(Duration.ofNanos(Math.max(0, due - loop.nanoTime())), this::fire);
  }

  private void fire() {
    timer = null;
    if (due == NEVER) {
      return;
    }
    if (due - loop.nanoTime() > 0) {
      set();
      return;
    }
    due = NEVER;
    task.run();
  }

  private void cancelTimer() {
    Loop.Timer set = timer;
    if (set != null) {
      set.cancel();
      timer = null;
    }
  }
}
