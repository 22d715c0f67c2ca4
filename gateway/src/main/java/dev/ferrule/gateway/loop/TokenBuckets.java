package dev.ferrule.gateway.loop;

import java.util.Map;

/**
 * A bucket for each of those who take, by their names. Those who took last are remembered; of all
 * others the buckets are full.
 *
 * <p>Any thread: the lock closes the race between loops that take out of one bucket.
 */
public final class TokenBuckets {

  private static final int REMEMBERED = 256;

  private final int perSecond;
  private final int burst;
  private final Object lock = new Object();
  private final Map<String, TokenBucket> buckets = new RecentlyUsed<>(REMEMBERED);

  /** Buckets that let so many through per second, and a burst on top. */
  public TokenBuckets(int perSecond, int burst) {
    this.perSecond = perSecond;
    this.burst = burst;
  }

  /** Takes one out of the bucket of a name; false when none is there. */
  public boolean take(String name, long nanoTime) {
    synchronized (lock) {
      return buckets
          .computeIfAbsent(name, _ -> new TokenBucket(perSecond, burst, nanoTime))
          .take(nanoTime);
    }
  }
}
