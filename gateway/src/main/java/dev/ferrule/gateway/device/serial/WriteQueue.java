package dev.ferrule.gateway.device.serial;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bytes on their way from the loop to a port's writing thread: the crossing in the other direction.
 *
 * <p>A write to a serial port blocks when the far end does not take bytes, in every mode that
 * jSerialComm has, and nothing tells beforehand whether it will (a pseudo-terminal always says that
 * nothing waits). So the loop never writes by itself, not even into an empty queue.
 *
 * <p>Overflow: what does not fit whole is refused and the caller decides; nothing is dropped and
 * nothing half written.
 *
 * <p>The lock closes the race between the loop that appends and the writing thread that takes away.
 */
final class WriteQueue {

  /** As ByteLink promises. */
  static final int CAPACITY = 16_384;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final byte[] ring = new byte[CAPACITY];
  private int head;
  private int waiting;
  private boolean closed;

  /** Appends a copy of the bytes, all or none. */
  boolean offer(byte[] bytes, int offset, int length) {
    lock.lock();
    try {
      if (closed || length > CAPACITY - waiting) {
        return false;
      }
      int tail = (head + waiting) % CAPACITY;
      int first = Math.min(length, CAPACITY - tail);
      System.arraycopy(bytes, offset, ring, tail, first);
      System.arraycopy(bytes, offset + first, ring, 0, length - first);
      waiting += length;
      filled.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Moves waiting bytes into {@code into}; waits for at least one.
   *
   * @return how many, or -1 when the queue is closed and empty
   */
  int take(byte[] into) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (waiting == 0) {
        if (closed) {
          return -1;
        }
        filled.await();
      }
      int length = Math.min(waiting, into.length);
      int first = Math.min(length, CAPACITY - head);
      System.arraycopy(ring, head, into, 0, first);
      System.arraycopy(ring, 0, into, first, length - first);
      head = (head + length) % CAPACITY;
      waiting -= length;
      return length;
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more; what is in it may still be taken out. */
  void close() {
    lock.lock();
    try {
      closed = true;
      filled.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
