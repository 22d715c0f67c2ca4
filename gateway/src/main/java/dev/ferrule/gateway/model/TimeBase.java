package dev.ferrule.gateway.model;

/**
 * How wall times were made: monotonic time plus an offset. When wall time becomes known better, the
 * times made with an old base are moved by the difference of the offsets, and keep their order.
 *
 * @param offsetMillis wall time (milliseconds since 1970 UTC) less monotonic time (milliseconds
 *     from a start that holds for one run of the gateway)
 * @param isTrusted whether somebody kept the wall clock: the network, or satellites
 */
public record TimeBase(long offsetMillis, boolean isTrusted) {

  /** Of what has not been given one. */
  public static final TimeBase NONE = new TimeBase(0, false);

  /** Whether it says anything. */
  public boolean isKnown() {
    return offsetMillis != 0;
  }

  /** Monotonic time of a wall time that was made with this base, milliseconds. */
  public long monotonic(long wallMillis) {
    return wallMillis - offsetMillis;
  }
}
