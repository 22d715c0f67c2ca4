package dev.ferrule.gateway.app;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;

/**
 * What must be closed when the process ends, however it ends short of SIGKILL: the last opened
 * first, all of it within {@link #LIMIT} and what parts have of their own. A part that does not
 * close in half of the time that is left is left behind with a word in the log.
 *
 * <p>Parts are added by the main thread and closed by the JVM's shutdown; the lock closes the race
 * of a Ctrl-C during the start.
 */
public final class Closing {

  /** A little less than the 2 s that a person waits before pressing Ctrl-C again. */
  static final Duration LIMIT = Duration.ofMillis(1800);

  private static final System.Logger LOG = System.getLogger("dev.ferrule.stop");

  private final Deque<Part> parts = new ArrayDeque<>();
  private boolean begun;

  /** What is closed, and the time that it has of its own; zero for a share of the limit. */
  private record Part(String name, AutoCloseable what, Duration own) {}

  /** From now on the end of the process closes what is added. */
  public void begin() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::closeAll, "ferrule-stop"));
  }

  /** Adds what has just been opened. When the process is ending already, it is closed at once. */
  public void add(String name, AutoCloseable what) {
    add(name, what, Duration.ZERO);
  }

  /** The same with a time of its own, which is not taken from the others. */
  public void add(String name, AutoCloseable what, Duration own) {
    Part part = new Part(name, what, own);
    synchronized (parts) {
      if (!begun) {
        parts.push(part);
        return;
      }
    }
    close(part, own.isZero() ? LIMIT.toNanos() / 2 : own.toNanos());
  }

  /** Whether the process is ending. */
  public boolean hasBegun() {
    synchronized (parts) {
      return begun;
    }
  }

  /** Waits for the end of the process, which a signal brings. */
  public void await() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  /** Closes everything now. */
  void closeAll() {
    synchronized (parts) {
      begun = true;
    }
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      Part part;
      synchronized (parts) {
        part = parts.poll();
      }
      if (part == null) {
        return;
      }
      long start = System.nanoTime();
      if (part.own().isZero()) {
        close(part, (deadline - start) / 2);
      } else {
        close(part, part.own().toNanos());
        deadline += System.nanoTime() - start;
      }
    }
  }

  private static void close(Part part, long nanos) {
    Thread closer =
        Thread.ofPlatform()
            .daemon()
            .name("ferrule-stop-" + part.name())
            .start(
                () -> {
                  try {
                    part.what().close();
                  } catch (Exception e) {
                    LOG.log(Level.WARNING, "The " + part.name() + " did not stop cleanly", e);
                  }
                });
    try {
      if (!closer.join(Duration.ofNanos(Math.max(nanos, 1)))) {
        LOG.log(Level.WARNING, "The {0} did not stop in time and is left behind", part.name());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
