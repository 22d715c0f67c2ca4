package dev.ferrule.gateway.registry;

import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.model.TimeBase;
import java.util.Arrays;

/**
 * The newest reading of each channel, by number.
 *
 * <p>Owner: the loop of whoever made it.
 */
public final class LatestValues {

  private static final long NEVER = Long.MIN_VALUE;

  private long[] times = {};
  private double[] values = {};
  private byte[] qualities = {};
  private TimeBase[] bases = {};

  /** Makes room for numbers below {@code capacity}. */
  public void grow(int capacity) {
    int before = times.length;
    if (capacity > before) {
      times = Arrays.copyOf(times, capacity);
      values = Arrays.copyOf(values, capacity);
      qualities = Arrays.copyOf(qualities, capacity);
      bases = Arrays.copyOf(bases, capacity);
      Arrays.fill(times, before, capacity, NEVER);
      Arrays.fill(bases, before, capacity, TimeBase.NONE);
    }
  }

  /** Takes all of another's values. */
  void copy(LatestValues other) {
    times = other.times.clone();
    values = other.values.clone();
    qualities = other.qualities.clone();
    bases = other.bases.clone();
  }

  /** Forgets a channel. */
  void clear(int number) {
    times[number] = NEVER;
  }

  /** Takes the last row of each column. */
  public void apply(ReadingBatch batch) {
    int rows = batch.rows();
    long time = batch.times()[rows - 1];
    double[] from = batch.values();
    for (int column = 0; column < batch.channels(); column++) {
      int number = batch.firstChannel() + column;
      times[number] = time;
      values[number] = from[column * rows + rows - 1];
      qualities[number] = (byte) batch.qualityAt(column, rows - 1);
      bases[number] = batch.base();
    }
  }

  /** Whether a reading ever came for the channel. */
  public boolean has(int number) {
    return number < times.length && times[number] != NEVER;
  }

  /** Time of the newest reading, milliseconds since 1970 UTC. */
  public long time(int number) {
    return times[number];
  }

  /** How that time was made. */
  public TimeBase base(int number) {
    return bases[number];
  }

  /** Its value, in the channel's unit. */
  public double value(int number) {
    return values[number];
  }

  /** Its quality code, 0 to 255. */
  public int quality(int number) {
    return qualities[number] & 0xFF;
  }
}
