package dev.ferrule.gateway.loop;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

  @Override
  public void execute(Runnable task) {
    executor.execute(task);
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

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
