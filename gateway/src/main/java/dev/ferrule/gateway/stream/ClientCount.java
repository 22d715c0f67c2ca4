package dev.ferrule.gateway.stream;

import dev.ferrule.gateway.loop.Backlog;
import dev.ferrule.gateway.loop.TokenBuckets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What all clients over all loops take, and what they may: places, bytes that wait for them, bytes
 * of their groups. Places are bounded in all and from one address, so that some are left when one
 * address takes all that it can get, and so is how often an address may take one. Any thread:
 * atomic numbers.
 */
public final class ClientCount {

  /** Places that one address does not get, where there are more than a handful. */
  private static final int SPARE = 16;

  /** Clients that an address may open at once, at the least; else as many as there are places. */
  static final int LEAST_BURST = 100;

  /** After how long it may open as many again. */
  private static final int BURST_SECONDS = 10;

  /** What may wait for all clients together, bytes. */
  public static final long WAITING = 6 << 20;

  /** What their groups may take, bytes. */
  public static final long GROUPS = 12 << 20;

  private final int most;
  private final int mostPerAddress;
  private final AtomicInteger taken = new AtomicInteger();

  /** Clients by address; at most as many as there are places. */
  private final ConcurrentHashMap<String, Integer> perAddress = new ConcurrentHashMap<>();

  /** What each address may open. */
  private final TokenBuckets opening;

  private final Backlog backlog;
  private final Backlog groups = new Backlog(GROUPS);

  /** Room for {@code most} clients. */
  public ClientCount(int most) {
    this(most, new Backlog(WAITING));
  }

  ClientCount(int most, Backlog backlog) {
    this.most = most;
    this.backlog = backlog;
    int burst = Math.max(LEAST_BURST, most);
    this.opening = new TokenBuckets(burst / BURST_SECONDS, burst);
    this.mostPerAddress = most - Math.min(SPARE, most / 8);
  }

  /** Whether an address may open one more, after all that it opened lately. */
  boolean mayCome(String address, long nanoTime) {
    return opening.take(address, nanoTime);
  }

  /** Takes one place for a client at an address; false when none is left for it. */
  boolean take(String address) {
    if (taken.incrementAndGet() <= most) {
      if (perAddress.merge(address, 1, Integer::sum) <= mostPerAddress) {
        return true;
      }
      leave(address);
    }
    taken.decrementAndGet();
    return false;
  }

  /** Gives the place of a client at an address back. */
  void giveBack(String address) {
    leave(address);
    taken.decrementAndGet();
  }

  private void leave(String address) {
    perAddress.computeIfPresent(address, (_, count) -> count > 1 ? count - 1 : null);
  }

  /** What waits for clients. */
  Backlog backlog() {
    return backlog;
  }

  /** What the groups of clients take. */
  Backlog groups() {
    return groups;
  }

  /** Clients now. */
  public int now() {
    return taken.get();
  }
}
