package dev.ferrule.gateway.device.serial;

import dev.ferrule.gateway.device.ByteLink;
import dev.ferrule.gateway.loop.Loop;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Received bytes on their way from a line's reading thread to its loop: the one crossing between
 * the two.
 *
 * <p>Overflow: at most {@link #HIGH_WATER} bytes wait here; then the reading thread waits, and what
 * comes in the meantime waits in the kernel. The lines have no flow control, so what the kernel
 * cannot hold is lost there, as a damaged frame or line that the driver counts.
 *
 * <p>Reads within {@link #MERGE_NANOS} are handed over as one piece, stamped with the last of them:
 * a loop that falls behind gets longer pieces, and catches up because a driver works per piece.
 *
 * <p>The lock closes the race between the reading thread that appends and the loop that takes
 * everything away.
 */
final class Intake {

  /** 5.6 s of a line at 115200 baud; 64 KiB. */
  static final int HIGH_WATER = 65_536;

  /** Times are kept to a millisecond from here on, so less than that apart is the same time. */
  static final long MERGE_NANOS = 1_000_000;

  private final Loop loop;
  private final ByteLink.Listener listener;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();

  /** Under the lock: what comes after it is handed over later. */
  private final Queue<Pieces> sealed = new ArrayDeque<>();

  /** Under the lock. */
  private Pieces filling = new Pieces();

  /** Under the lock; what the loop gave back. */
  private @Nullable Pieces spare;

  /** Under the lock: a drain of what is filling is on its way to the loop. */
  private boolean scheduled;

  /** Under the lock: bytes in all that was not taken. */
  private int waiting;

  /** Under the lock: whoever waits for room need not wait any more. */
  private boolean closed;

  Intake(Loop loop, ByteLink.Listener listener) {
    this.loop = loop;
    this.listener = listener;
  }

  /**
   * Appends the first {@code length} bytes; waits while there is no room. The reading thread only.
   *
   * @return false when the intake was closed meanwhile and the bytes were not taken
   */
  boolean put(byte[] bytes, int length, long nanoTime) throws InterruptedException {
    boolean wake;
    lock.lockInterruptibly();
    try {
      while (!closed && waiting + length > HIGH_WATER) {
        room.await();
      }
      if (closed) {
        return false;
      }
      filling.add(bytes, length, nanoTime);
      waiting += length;
      wake = !scheduled;
      scheduled = true;
    } finally {
      lock.unlock();
    }
    if (wake) {
      loop.execute(this::drain);
    }
    return true;
  }

  /**
   * Runs a task on the loop before anything is handed over that is put from now on: what answers a
   * message is heard after it was told that the message left. Any thread.
   */
  void before(Runnable task) {
    lock.lock();
    try {
      if (scheduled) {
        sealed.add(filling);
        filling = fresh();
        scheduled = false;
      }
      loop.execute(task);
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more; what is in it is still handed over. Any thread. */
  void close() {
    lock.lock();
    try {
      closed = true;
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void drain() {
    Pieces taken;
    lock.lock();
    try {
      @Nullable Pieces first = sealed.poll();
      if (first == null) {
        taken = filling;
        filling = fresh();
        scheduled = false;
      } else {
        taken = first;
      }
      waiting -= taken.length;
      room.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      taken.tell(listener);
    } finally {
      giveBack(taken);
    }
  }

  /** Under the lock. */
  private Pieces fresh() {
    @Nullable Pieces known = spare;
    spare = null;
    return known == null ? new Pieces() : known;
  }

  private void giveBack(Pieces taken) {
    taken.clear();
    lock.lock();
    try {
      spare = taken;
    } finally {
      lock.unlock();
    }
  }

  /** Bytes in one row, cut into pieces with a time each. */
  private static final class Pieces {
    byte[] bytes = new byte[4096];
    int length;
    int[] ends = new int[16];
    long[] times = new long[16];
    int count;
    long firstTime;

    void add(byte[] from, int size, long nanoTime) {
      if (length + size > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(length + size, 2 * bytes.length));
      }
      System.arraycopy(from, 0, bytes, length, size);
      length += size;
      if (count == 0 || nanoTime - firstTime >= MERGE_NANOS) {
        firstTime = nanoTime;
        if (count == ends.length) {
          ends = Arrays.copyOf(ends, 2 * count);
          times = Arrays.copyOf(times, 2 * count);
        }
        count++;
      }
      ends[count - 1] = length;
      times[count - 1] = nanoTime;
    }

    void tell(ByteLink.Listener listener) {
      int start = 0;
      for (int i = 0; i < count; i++) {
        listener.received(bytes, start, ends[i] - start, times[i]);
        start = ends[i];
      }
    }

    void clear() {
      length = 0;
      count = 0;
    }
  }
}
