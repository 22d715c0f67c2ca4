package dev.ferrule.gateway.device.firmware;

import dev.ferrule.gateway.device.DeviceEvents;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.protocol.Quality;
import java.util.BitSet;

/**
 * The newest values whose times were in doubt when they were told, to be told again as soon as more
 * is known of the board's clock: a switch may not change for days.
 *
 * <p>Owner: the driver.
 */
final class Undated {

  /** A right value whose time may be wrong. */
  static final int UNTIMED = Quality.of(Quality.UNCERTAIN, Quality.CLOCK_NOT_SYNCHRONIZED);

  private final DeviceTime time;
  private final DeviceEvents events;
  private final BitSet channels = new BitSet();
  private final BitSet rows = new BitSet();
  private final double[] values;
  private final int[] ticks;
  private final long[] arrivals;

  Undated(int size, DeviceTime time, DeviceEvents events) {
    this.time = time;
    this.events = events;
    this.values = new double[size];
    this.ticks = new int[size];
    this.arrivals = new long[size];
  }

  boolean isEmpty() {
    return channels.isEmpty();
  }

  /**
   * A value takes the place of the one before, and is remembered when its time is in doubt.
   *
   * @param code its quality
   * @param inRow whether it came in a row, which is sent when it is sampled
   */
  void told(int channel, double value, int code, int tick, long arrival, boolean inRow) {
    channels.set(channel, code == UNTIMED);
    rows.set(channel, inRow);
    values[channel] = value;
    ticks[channel] = tick;
    arrivals[channel] = arrival;
  }

  /** What was told says nothing any more of what comes. */
  void remove(int channel) {
    channels.clear(channel);
  }

  void clear() {
    channels.clear();
  }

  /** Tells those again whose times are known now. */
  void tellAgain() {
    for (int i = channels.nextSetBit(0); i >= 0; i = channels.nextSetBit(i + 1)) {
      boolean known =
          rows.get(i)
              ? time.isRowKnown(ticks[i], arrivals[i])
              : time.isKnown(ticks[i], arrivals[i]);
      if (known) {
        channels.clear(i);
        long at = time.wall(ticks[i], arrivals[i]);
        events.readings(ReadingBatch.single(i, at, values[i], Quality.GOOD));
      }
    }
  }
}
