package dev.ferrule.gateway.loop;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes wait in memory for somebody to take them, over all loops and takers together, and
 * how many may. Any thread: one atomic number.
 */
public final class Backlog {

  private final long most;
  private final AtomicLong waiting = new AtomicLong();

  /** Room for {@code most} bytes. */
  public Backlog(long most) {
    this.most = most;
  }

  /** So many bytes more wait, or fewer. */
  public void add(long bytes) {
    waiting.addAndGet(bytes);
  }

  /** Bytes that wait now. */
  public long waiting() {
    return waiting.get();
  }

  /** Whether half of the room is taken: from now on nobody keeps more than needed. */
  public boolean isHalfFull() {
    return waiting.get() > most / 2;
  }

  /** Whether all of the room is taken: somebody must go. */
  public boolean isFull() {
    return waiting.get() > most;
  }
}
