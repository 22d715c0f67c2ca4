package dev.ferrule.gateway.loop;

/** Lets so many messages through per second, and a burst on top. Owner: its loop. */
public final class TokenBucket {

  private static final double NANOS = 1e9;

  private final double perSecond;
  private final double burst;
  private double tokens;
  private long last;

  /** A bucket that is full. */
  public TokenBucket(int perSecond, int burst, long nanoTime) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.tokens = burst;
    this.last = nanoTime;
  }

  /** Takes one; false when none is there. */
  public boolean take(long nanoTime) {
    tokens = Math.min(burst, tokens + (nanoTime - last) * perSecond / NANOS);
    last = nanoTime;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
