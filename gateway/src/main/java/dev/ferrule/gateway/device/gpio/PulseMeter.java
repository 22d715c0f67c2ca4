package dev.ferrule.gateway.device.gpio;

/**
 * Counts the edges of one line and tells their rate.
 *
 * <p>The lock closes the race between the chip's event thread that records and the loop that asks.
 */
final class PulseMeter {

  private static final long MODULUS = 0xFFFF_FFFFL;

  /** Nothing for so many times its own rhythm: the thing stands still. */
  private static final int STILL = 4;

  // per process
  private long count;
  private long lastEdge;
  private boolean any;

  // per opening of the chip
  private long sequence;

  // per reading of the rate
  private long countBefore;
  private long edgeBefore;
  private boolean anyBefore;
  private double rate;

  /** The chip was opened: edges are numbered from 1 again, and what came between is not known. */
  synchronized void restart() {
    sequence = 0;
    any = false;
    anyBefore = false;
    rate = 0;
  }

  /**
   * An edge.
   *
   * @param nanoTime when
   * @param number its number on the line from 1 on, modulo 2^32; a gap is counted too
   */
  synchronized void record(long nanoTime, long number) {
    count += (number - sequence) & MODULUS;
    sequence = number;
    lastEdge = nanoTime;
    any = true;
  }

  /** An edge of a source that does not number them. */
  synchronized void record(long nanoTime) {
    record(nanoTime, (sequence + 1) & MODULUS);
  }

  /** Edges so far, modulo 2^32. */
  synchronized long count() {
    return count & MODULUS;
  }

  /**
   * Edges a second since the last call, measured from edge to edge; falls while none come, and is 0
   * after a while.
   */
  synchronized double rate(long now) {
    if (!any) {
      return 0;
    }
    if (anyBefore && count != countBefore && lastEdge != edgeBefore) {
      rate = (count - countBefore) * 1e9 / (lastEdge - edgeBefore);
    } else {
      double atMost = 1e9 / Math.max(now - lastEdge, 1);
      rate = atMost * STILL < rate ? 0 : Math.min(rate, atMost);
    }
    anyBefore = true;
    countBefore = count;
    edgeBefore = lastEdge;
    return rate;
  }
}
