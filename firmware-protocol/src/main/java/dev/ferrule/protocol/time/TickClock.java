package dev.ferrule.protocol.time;

/**
 * Ties a device's tick counter to the host's monotonic clock, and knows how wrong it may be.
 * PROTOCOL.md, section A7.
 *
 * <p>Each exchange of TIME_REQ and TIME_RSP gives one sample: the tick, and the middle between
 * sending and receiving, wrong by at most half the round trip. Of the last {@link #SAMPLES} those
 * with a short round trip are fitted by least squares. What the line through them misses them by,
 * and what the rate may be off by, make {@link #errorAt}.
 *
 * <p>A tick further away than that is not of the clock of before: the board restarted, or it is
 * another one. The samples before it are forgotten, and the rate is not believed until it was
 * measured.
 *
 * <p>Ticks are extended from 32 bits to a {@code long} that does not wrap. Owner: one thread.
 */
public final class TickClock {
  /** Samples that are remembered. */
  public static final int SAMPLES = 16;

  /** What a board's word on its rate may be off by: a UART works only within about this. */
  private static final double NOMINAL_ERROR = 0.03;

  /** The same of a board whose clock did not keep its word. */
  private static final double DOUBTED_ERROR = 0.25;

  /** How much a measured rate may change: a board that warms up. */
  private static final double WANDER = 0.002;

  /** A tick is told in whole numbers. */
  private static final int TICK_JITTER = 1;

  /** Over less than this, or with fewer samples, a slope would be made of jitter. */
  private static final long MIN_SPAN_NANOS = 1_000_000_000L;

  private static final int MIN_SAMPLES = 4;

  /** Samples older than this say nothing about a clock of now. */
  private static final long MEMORY_NANOS = 120_000_000_000L;

  /** A round trip this much longer than the best is as good as the best. */
  private static final long ROUND_TRIP_SLACK_NANOS = 200_000;

  private final double nominalRate;
  private final long[] ticks = new long[SAMPLES];
  private final long[] nanos = new long[SAMPLES];
  private final long[] roundTrips = new long[SAMPLES];
  private int count;
  private int next;

  private long tickOrigin;
  private long nanoOrigin;
  private double rate;
  private double tickAtOrigin;

  /** What the line may be off by between {@link #fitFrom} and {@link #fitTo}, nanoseconds. */
  private long fitError;

  private long fitFrom;
  private long fitTo;
  private double rateError = NOMINAL_ERROR;

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
   * @return whether it may be of the same clock as the samples before
   */
  public boolean sample(long sentNanos, long receivedNanos, int tick) {
    long roundTrip = receivedNanos - sentNanos;
    long middle = sentNanos + roundTrip / 2;
    boolean same = count == 0 || isPossible(tick, middle, roundTrip);
    if (count == 0 || !same) {
      startOver(tick, middle, same ? NOMINAL_ERROR : DOUBTED_ERROR);
    }
    ticks[next] = expand32(tick, middle);
    nanos[next] = middle;
    roundTrips[next] = roundTrip;
    next = (next + 1) % SAMPLES;
    count = Math.min(count + 1, SAMPLES);
    while (middle - nanos[at(0)] > MEMORY_NANOS) {
      count--;
    }
    fit();
    return same;
  }

  private boolean isPossible(int tick, long middle, long roundTrip) {
    long off = Math.abs(expand32(tick, middle) - tickAt(middle));
    return off <= (errorAt(middle) + roundTrip / 2) * rate + 2 * TICK_JITTER;
  }

  private void startOver(int tick, long middle, double newRateError) {
    count = 0;
    rate = nominalRate;
    rateError = newRateError;
    tickOrigin = Integer.toUnsignedLong(tick);
    nanoOrigin = middle;
    tickAtOrigin = 0;
  }

  /** Place of the sample that is the {@code i}th oldest. */
  private int at(int i) {
    return Math.floorMod(next - count + i, SAMPLES);
  }

  /** How many samples there are, at most {@link #SAMPLES}. */
  public int samples() {
    return count;
  }

  /** Ticks per second: as fitted, or as the board says while there is no fit. */
  public double ticksPerSecond() {
    return rate * 1e9;
  }

  /**
   * What {@link #nanosAt} and {@link #tickAt} may be off by around a moment, nanoseconds. Needs a
   * sample.
   */
  public long errorAt(long nanoTime) {
    long outside = Math.max(0, Math.max(nanoTime - fitTo, fitFrom - nanoTime));
    return fitError + (long) (outside * rateError);
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
    long limit = longestRoundTrip();
    double x = 0;
    double y = 0;
    int used = 0;
    fitFrom = Long.MAX_VALUE;
    fitTo = Long.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      int sample = at(i);
      if (roundTrips[sample] <= limit) {
        x += nanos[sample] - nanoOrigin;
        y += ticks[sample] - tickOrigin;
        fitFrom = Math.min(fitFrom, nanos[sample]);
        fitTo = Math.max(fitTo, nanos[sample]);
        used++;
      }
    }
    double meanX = x / used;
    double meanY = y / used;
    boolean measurable = used >= MIN_SAMPLES && fitTo - fitFrom >= MIN_SPAN_NANOS;
    rate = measurable ? slope(limit, meanX, meanY) : rate;
    tickAtOrigin = meanY - rate * meanX;
    fitError = largestMiss(limit);
    rateError = measurable ? WANDER + 2.0 * fitError / (fitTo - fitFrom) : rateError;
  }

  /** Whether a sample with this round trip is as good as the best, so that it counts. */
  public boolean isSharp(long roundTrip) {
    return roundTrip <= longestRoundTrip();
  }

  /** The longest round trip that is as good as the best. */
  private long longestRoundTrip() {
    long shortest = Long.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      shortest = Math.min(shortest, roundTrips[at(i)]);
    }
    return 2 * shortest + ROUND_TRIP_SLACK_NANOS;
  }

  private double slope(long limit, double meanX, double meanY) {
    double covariance = 0;
    double variance = 0;
    for (int i = 0; i < count; i++) {
      int sample = at(i);
      if (roundTrips[sample] <= limit) {
        double dx = nanos[sample] - nanoOrigin - meanX;
        covariance += dx * (ticks[sample] - tickOrigin - meanY);
        variance += dx * dx;
      }
    }
    double fitted = covariance / variance;
    return Math.clamp(fitted, nominalRate * (1 - DOUBTED_ERROR), nominalRate * (1 + DOUBTED_ERROR));
  }

  /** How far the line may be from what the samples say, each itself in doubt by half its trip. */
  private long largestMiss(long limit) {
    long largest = 0;
    for (int i = 0; i < count; i++) {
      int sample = at(i);
      if (roundTrips[sample] <= limit) {
        long miss = Math.abs(nanosAt(ticks[sample]) - nanos[sample]);
        largest = Math.max(largest, miss + roundTrips[sample] / 2);
      }
    }
    return largest + (long) (TICK_JITTER / rate);
  }
}
