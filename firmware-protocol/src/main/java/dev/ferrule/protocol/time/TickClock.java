package dev.ferrule.protocol.time;

/**
 * Ties a device's tick counter to the host's monotonic clock. PROTOCOL.md, section A7.
 *
 * <p>Each exchange of TIME_REQ and TIME_RSP gives one sample: the tick, and the middle between
 * sending and receiving, wrong by at most half the round trip. Of the last {@link #SAMPLES} those
 * with a short round trip are fitted by least squares, with the rate held within 1 % of nominal:
 * the worst ceramic resonator stays inside.
 *
 * <p>A tick more than 2 % of the time since the last one away is that of a board which restarted:
 * the samples before it are forgotten.
 *
 * <p>Ticks are extended from 32 bits to a {@code long} that does not wrap. Owner: one thread.
 */
public final class TickClock {
  /** Samples that are remembered. */
  public static final int SAMPLES = 16;

  private static final double MAX_DEVIATION = 0.01;

  /** Twice what a board may deviate: a doubtful one is followed rather than started anew. */
  private static final double MAX_DISAGREEMENT = 2 * MAX_DEVIATION;

  private static final int TICK_JITTER = 2;

  /** Over less than this a slope would be made of jitter. */
  private static final long MIN_SPAN_NANOS = 2_000_000_000L;

  /** A round trip this much longer than the best is as good as the best. */
  private static final long ROUND_TRIP_SLACK_NANOS = 200_000;

  private final double nominalRate;
  private final long[] ticks = new long[SAMPLES];
  private final long[] nanos = new long[SAMPLES];
  private final long[] roundTrips = new long[SAMPLES];
  private int count;
  private int next;
  private int lastTick;
  private long lastNanos;

  private long tickOrigin;
  private long nanoOrigin;
  private double rate;
  private double tickAtOrigin;

  /**
   * A clock without samples.
   *
   * @param ticksPerSecond {@code clock_hz} of HELLO, 100 to 20000
   */
  public TickClock(int ticksPerSecond) {
    if (ticksPerSecond < 100 || ticksPerSecond > 20_000) {
      throw new IllegalArgumentException("clock_hz must be 100 to 20000, not " + ticksPerSecond);
    }
    nominalRate = ticksPerSecond / 1e9;
    rate = nominalRate;
  }

  /**
   * Takes one exchange.
   *
   * @param sentNanos when TIME_REQ left, host's monotonic clock
   * @param receivedNanos when TIME_RSP came, not before {@code sentNanos}
   * @param tick what it said
   */
  public void sample(long sentNanos, long receivedNanos, int tick) {
    long roundTrip = receivedNanos - sentNanos;
    long middle = sentNanos + roundTrip / 2;
    if (count == 0 || restarted(middle, roundTrip, tick)) {
      count = 0;
      next = 0;
      rate = nominalRate;
      tickOrigin = Integer.toUnsignedLong(tick);
      nanoOrigin = middle;
      tickAtOrigin = 0;
    }
    ticks[next] = expand32(tick, middle);
    nanos[next] = middle;
    roundTrips[next] = roundTrip;
    lastTick = tick;
    lastNanos = middle;
    next = (next + 1) % SAMPLES;
    count = Math.min(count + 1, SAMPLES);
    fit();
  }

  private boolean restarted(long middle, long roundTrip, int tick) {
    double expected = (middle - lastNanos) * nominalRate;
    double possible = expected * MAX_DISAGREEMENT + roundTrip * nominalRate + TICK_JITTER;
    int surplus = tick - lastTick - (int) Math.round(expected);
    return Math.abs((double) surplus) > possible;
  }

  /** How many samples there are, at most {@link #SAMPLES}. */
  public int samples() {
    return count;
  }

  /** Ticks per second as fitted, within 1 % of nominal. */
  public double ticksPerSecond() {
    return rate * 1e9;
  }

  /** The extended tick at a moment of the host's clock. Needs a sample. */
  public long tickAt(long nanoTime) {
    return tickOrigin + Math.round(tickAtOrigin + (nanoTime - nanoOrigin) * rate);
  }

  /** The moment of the host's clock at an extended tick. Needs a sample. */
  public long nanosAt(long tick) {
    return nanoOrigin + Math.round((tick - tickOrigin - tickAtOrigin) / rate);
  }

  /** The extended tick with these 32 bits that lies nearest to {@code nanoTime}. */
  public long expand32(int tick, long nanoTime) {
    long estimate = tickAt(nanoTime);
    return estimate + (tick - (int) estimate);
  }

  private void fit() {
    long shortest = Long.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      shortest = Math.min(shortest, roundTrips[i]);
    }
    long limit = 2 * shortest + ROUND_TRIP_SLACK_NANOS;
    double x = 0;
    double y = 0;
    int used = 0;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      if (roundTrips[i] <= limit) {
        x += nanos[i] - nanoOrigin;
        y += ticks[i] - tickOrigin;
        first = Math.min(first, nanos[i]);
        last = Math.max(last, nanos[i]);
        used++;
      }
    }
    double meanX = x / used;
    double meanY = y / used;
    rate = last - first < MIN_SPAN_NANOS ? rate : slope(limit, meanX, meanY);
    tickAtOrigin = meanY - rate * meanX;
  }

  private double slope(long limit, double meanX, double meanY) {
    double covariance = 0;
    double variance = 0;
    for (int i = 0; i < count; i++) {
      if (roundTrips[i] <= limit) {
        double dx = nanos[i] - nanoOrigin - meanX;
        covariance += dx * (ticks[i] - tickOrigin - meanY);
        variance += dx * dx;
      }
    }
    double fitted = covariance / variance;
    return Math.clamp(fitted, nominalRate * (1 - MAX_DEVIATION), nominalRate * (1 + MAX_DEVIATION));
  }
}
