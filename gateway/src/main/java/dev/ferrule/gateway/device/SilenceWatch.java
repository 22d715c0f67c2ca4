package dev.ferrule.gateway.device;

import dev.ferrule.gateway.loop.Loop;
import java.time.Duration;

/**
 * Notices that nothing valid came for longer than allowed, and again after each such time as long
 * as that lasts: the reason may be another one by then. Owner: the driver, on its loop.
 */
public final class SilenceWatch {

  private final Loop loop;
  private final Duration limit;
  private final Runnable silent;
  private final RestartableTimer timer;

  // per connection
  private long since;

  /** A watch that is not started; {@code silent} is called when nothing came for {@code limit}. */
  public SilenceWatch(Loop loop, Duration limit, Runnable silent) {
    this.loop = loop;
    this.limit = limit;
    this.silent = silent;
    this.timer = new RestartableTimer(loop, this::look);
  }

  /** From now on something valid is expected. */
  public void start() {
    since = loop.nanoTime();
    timer.in(limit);
  }

  /** Something valid came. */
  public void heard(long nanoTime) {
    since = nanoTime;
  }

  /** Nothing is expected any more. */
  public void stop() {
    timer.cancel();
  }

  private void look() {
    long due = since + limit.toNanos();
    if (due - loop.nanoTime() > 0) {
      timer.at(due);
    } else {
      timer.in(limit);
      silent.run();
    }
  }

  /** {@code nothing came for 3 s}. */
  public String words() {
    boolean whole = limit.toMillis() % 1000 == 0;
    return "nothing came for "
        + (whole ? "" + limit.toSeconds() : "" + limit.toMillis() / 1000.0)
        + " s";
  }
}
