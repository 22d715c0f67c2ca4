package dev.ferrule.gateway.loop;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A loop on a thread of its own in real time, for tests with real ports. */
public final class ThreadLoop implements Loop, AutoCloseable {

  private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = Thread.ofPlatform().daemon().name("loop").unstarted(task);
            thread.set(made);
            return made;
          });

  /** What comes after the end is forgotten, as everywhere. */
  @Override
  public void execute(Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      assert executor.isShutdown() : e;
    }
  }

  @Override
  public boolean isCurrent() {
    return Thread.currentThread().equals(thread.get());
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    Future<?> due = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> due.cancel(false);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public long currentTimeMillis() {
    return System.currentTimeMillis();
  }

  /** What {@code task} gives on this loop, for a test's own thread. */
  public <R> R call(Callable<R> task) throws Exception {
    var future = new FutureTask<>(task);
    execute(future);
    return future.get(60, TimeUnit.SECONDS);
  }

  /** Waits until a condition holds on this loop; the test's time-out ends it. */
  public void await(Callable<Boolean> condition) throws Exception {
    while (!call(condition)) {
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
