package dev.ferrule.gateway.stream;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many clients there are over all loops, and how many there may be. Any thread: one atomic
 * number.
 */
public final class ClientCount {

  private final int most;
  private final AtomicInteger taken = new AtomicInteger();

  /** Room for {@code most} clients. */
  public ClientCount(int most) {
    this.most = most;
  }

  /** Takes one place; false when none is left. */
  boolean take() {
    if (taken.incrementAndGet() <= most) {
      return true;
    }
    taken.decrementAndGet();
    return false;
  }

  /** Gives one place back. */
  void giveBack() {
    taken.decrementAndGet();
  }

  /** Clients now. */
  public int now() {
    return taken.get();
  }

  /** Places in all. */
  int most() {
    return most;
  }
}
