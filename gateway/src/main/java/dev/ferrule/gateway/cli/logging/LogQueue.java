package dev.ferrule.gateway.cli.logging;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;

/**
 * Lines on their way to standard error: the crossing from every thread that logs to the one that
 * writes.
 *
 * <p>Overflow: what does not fit is dropped and counted, and from then on everything is, until half
 * of what waits is written; then a line with the count stands where the dropped ones would have.
 *
 * <p>The lock closes the race between them; nobody holds it while writing.
 */
final class LogQueue {

  /** 20 s of the most that a board can say at 115200 baud; 256 KiB. */
  static final int CAPACITY = 262_144;

  /** What is written at once. */
  private static final int CHUNK = 8_192;

  private final LongFunction<byte[]> dropNote;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // under the lock
  private final ArrayDeque<byte[]> lines = new ArrayDeque<>();
  private int bytes;
  private long dropped;
  private boolean writing;
  private boolean closed;

  /** An empty queue; {@code dropNote} makes the line that says how many were dropped. */
  LogQueue(LongFunction<byte[]> dropNote) {
    this.dropNote = dropNote;
  }

  /** Takes a line, or drops it. Never waits for the writer. */
  void offer(byte[] line) {
    lock.lock();
    try {
      if (dropped > 0 || bytes + line.length > CAPACITY) {
        dropped++;
        changed.signalAll();
      } else {
        add(line);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * What to write next; nothing when nothing came within {@code nanos}, or all is written and the
   * queue closed. The writing thread, which has then written what it took before.
   */
  List<byte[]> take(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      writing = false;
      changed.signalAll();
      for (long left = nanos; lines.isEmpty() && dropped == 0 && !closed && left > 0; ) {
        left = changed.awaitNanos(left);
      }
      List<byte[]> taken = new ArrayList<>();
      for (int size = 0; size < CHUNK && !lines.isEmpty(); ) {
        byte[] line = lines.remove();
        bytes -= line.length;
        size += line.length;
        taken.add(line);
      }
      if (dropped > 0 && bytes <= CAPACITY / 2) {
        long untold = dropped;
        dropped = 0;
        add(dropNote.apply(untold));
      }
      writing = !taken.isEmpty();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private void add(byte[] line) {
    lines.add(line);
    bytes += line.length;
    changed.signalAll();
  }

  /** Waits until everything is written, at most {@code nanos}; whether it is. */
  boolean awaitWritten(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while ((writing || !lines.isEmpty()) && left > 0) {
        left = changed.awaitNanos(left);
      }
      return !writing && lines.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more will come. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed && lines.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
