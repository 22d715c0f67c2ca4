package dev.ferrule.sim;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts a thread when the process is told to end, and keeps the process until that thread has
 * cleaned up.
 */
final class Interruption implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Thread worker;
  private final Thread hook;
  private final CountDownLatch done = new CountDownLatch(1);

  private Interruption(Thread worker) {
    this.worker = worker;
    this.hook = new Thread(this::interrupt, "ferrule-sim-stop");
  }

  /** Holds until it is closed. */
  static Interruption ofThisThread() {
    var interruption = new Interruption(Thread.currentThread());
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** Interrupts also when standard input ends. */
  void watchParent() {
    ParentProcess.watch(worker::interrupt);
  }

  private void interrupt() {
    worker.interrupt();
    try {
      if (!done.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        System.err.println("ferrule sim: did not stop within " + LIMIT.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // A signal is why it ends.
    }
  }
}
