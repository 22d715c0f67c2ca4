package dev.ferrule.gateway.app;

import dev.ferrule.gateway.clock.WallClock;
import dev.ferrule.gateway.linux.ThreadTime;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.TimeBase;
import dev.ferrule.gateway.registry.Registry;
import dev.ferrule.gateway.registry.Replica;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

/**
 * A Vert.x event loop as everyone else sees it.
 *
 * <p>Immutable; every method may be called from any thread. Tasks run on the context that it was
 * made on, in the order in which they were handed over.
 */
public final class VertxLoop implements Loop {

  private static final System.Logger LOG = System.getLogger("dev.ferrule.stop");

  private static final long NANOS_PER_MS = 1_000_000;

  private final Vertx vertx;
  private final Context context;
  private final Thread thread;
  private final WallClock clock;

  private VertxLoop(Vertx vertx, Context context, Thread thread, WallClock clock) {
    this.vertx = vertx;
    this.context = context;
    this.thread = thread;
    this.clock = clock;
  }

  /**
   * The event loop that the caller runs on.
   *
   * @param clock its wall time
   * @throws IllegalStateException when the caller runs on none
   */
  public static VertxLoop current(WallClock clock) {
    Context context = Vertx.currentContext();
    if (context == null || !context.isEventLoopContext() || !Context.isOnEventLoopThread()) {
      throw new IllegalStateException("not on an event loop: " + Thread.currentThread());
    }
    return new VertxLoop(context.owner(), context, Thread.currentThread(), clock);
  }

  /** A replica of the registry for this loop, on which the future is completed. */
  Future<Replica> replica(Loop core, Registry registry) {
    Promise<Replica> replica = Promise.promise();
    core.run(
        () -> {
          Replica made = registry.replicate(this);
          run(() -> replica.complete(made));
        });
    return replica.future();
  }

  @Override
  public boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  /** At the stop loops end one after the other; what is for one that has ended is nobody's. */
  @Override
  public void execute(Runnable task) {
    try {
      context.runOnContext(_ -> task.run());
    } catch (RejectedExecutionException e) {
      LOG.log(Level.TRACE, "a task came after the end of its loop", e);
    }
  }

  /** Waits at least {@code delay}, rounded up to whole milliseconds. */
  @Override
  public Timer after(Duration delay, Runnable task) {
    var timer = new OneShot(task);
    run(() -> timer.start(Math.max(1, (delay.toNanos() + NANOS_PER_MS - 1) / NANOS_PER_MS)));
    return timer;
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public long workNanos() {
    return ThreadTime.nanos();
  }

  @Override
  public long currentTimeMillis() {
    return clock.currentTimeMillis();
  }

  @Override
  public TimeBase timeBase() {
    return clock.timeBase();
  }

  /** A timer that may be canceled before Vert.x has given it a number. Owner: this loop. */
  private final class OneShot implements Timer {
    private final Runnable task;
    private long id = -1;
    private boolean canceled;

    OneShot(Runnable task) {
      this.task = task;
    }

    void start(long delayMs) {
      if (!canceled) {
        id = vertx.setTimer(delayMs, _ -> task.run());
      }
    }

    @Override
    public void cancel() {
      canceled = true;
      if (id >= 0) {
        vertx.cancelTimer(id);
      }
    }
  }
}
