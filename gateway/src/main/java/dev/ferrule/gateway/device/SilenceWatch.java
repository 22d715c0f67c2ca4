package dev.ferrule.gateway.device;

import dev.ferrule.gateway.loop.Loop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Notices that nothing valid came for longer than allowed, and again after each such time as long
 * as that lasts: the reason may be another one by then. Owner: the driver, on its loop.
 */
public final class SilenceWatch {

  private final Loop loop;
  private final Duration limit;
  private final Runnable silent;

  // per connection
  private long since;
  private Loop.@Nullable Timer timer;

  /** A watch that is not started; {@code silent} is called when nothing came for {@code limit}. */
  public SilenceWatch(Loop loop, Duration limit, Runnable silent) {
    this.loop = loop;
    this.limit = limit;
    this.silent = silent;
  }

  /** From now on something valid is expected. */
  public void start() {
    stop();
    since = loop.nanoTime();
    lookAfter(limit);
  }

  /** Something valid came. */
  public void heard(long nanoTime) {
    since = nanoTime;
  }

  /** Nothing is expected any more. */
  public void stop() {
    Loop.Timer running = timer;
    if (running != null) {
      running.cancel();
      timer = null;
    }
  }

  private void lookAfter(Duration time) {
    timer = loop.after(time, this::look);
  }

  private void look() {
    Duration quiet = Duration.ofNanos(loop.nanoTime() - since);
    if (quiet.compareTo(limit) < 0) {
      lookAfter(limit.minus(quiet));
    } else {
      lookAfter(limit);
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
