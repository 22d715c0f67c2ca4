package dev.ferrule.gateway.device.serial;

import dev.ferrule.gateway.device.ByteLink.Passage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way from the loop to a port's writing thread: the crossing in the other
 * direction.
 *
 * <p>A write to a serial port blocks when the far end does not take bytes, in every mode that
 * jSerialComm has. So the loop never writes by itself, not even into an empty queue.
 *
 * <p>Overflow: what does not fit whole is refused and the caller decides; nothing half written.
 *
 * <p>The lock closes the race between the loop that appends and the writing thread that takes away.
 */
final class WriteQueue {

  /** As ByteLink promises. */
  static final int CAPACITY = 16_384;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Deque<Message> messages = new ArrayDeque<>();
  private int waiting;
  private boolean closed;

  /**
   * What is written as a whole or not at all.
   *
   * @param deadline when it must not be begun any more, nanoseconds on the loop's clock
   * @param passage who wants to know how far it gets
   */
  @SuppressWarnings("ArrayRecordComponent") // its bytes are nobody else's
  record Message(byte[] bytes, long deadline, @Nullable Passage passage) {}

  /** Appends a message, whole or not at all. */
  boolean offer(Message message) {
    lock.lock();
    try {
      if (closed || message.bytes().length > CAPACITY - waiting) {
        return false;
      }
      messages.addLast(message);
      waiting += message.bytes().length;
      filled.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Bytes that wait. */
  int waiting() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  /** Takes the oldest message away; waits for one. Empty when the queue is closed and empty. */
  Optional<Message> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (messages.isEmpty()) {
        if (closed) {
          return Optional.empty();
        }
        filled.await();
      }
      Message oldest = messages.removeFirst();
      waiting -= oldest.bytes().length;
      return Optional.of(oldest);
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
