package dev.ferrule.gateway.device.serial;

import com.fazecast.jSerialComm.SerialPort;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many ports this process has open; when it ends, the library has to wait for them.
 *
 * <p>jSerialComm closes every port in a shutdown hook of its own, which runs beside ours: the last
 * words to a board, its safe values, would find a closed port. It waits for hooks that are handed
 * to it, so it gets one that waits until each line has closed its port.
 *
 * <p>The lock closes the race between the lines' threads and that hook.
 */
final class OpenPorts {

  /** Whoever has not closed its port by then never will. */
  private static final Duration CLOSE_LIMIT = Duration.ofMillis(1_800);

  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final Condition CLOSED = LOCK.newCondition();

  /** Under the lock. */
  private static int open;

  static {
    SerialPort.addShutdownHook(new Thread(OpenPorts::await, "serial-last-words"));
  }

  private OpenPorts() {}

  /** A port was opened. */
  static void opened() {
    count(1);
  }

  /** A port was closed. */
  static void closed() {
    count(-1);
  }

  private static void count(int change) {
    LOCK.lock();
    try {
      open += change;
      CLOSED.signalAll();
    } finally {
      LOCK.unlock();
    }
  }

  private static void await() {
    long left = CLOSE_LIMIT.toNanos();
    LOCK.lock();
    try {
      while (open > 0 && left > 0) {
        left = CLOSED.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      LOCK.unlock();
    }
  }
}
