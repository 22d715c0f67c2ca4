package dev.ferrule.gateway.mqtt.bridge;

import dev.ferrule.gateway.json.JsonText;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.mqtt.Publication;
import java.nio.charset.StandardCharsets;

/**
 * What has been chosen of one channel's readings.
 *
 * <p>Owner: the bridge's loop.
 */
final class Track {

  /** While nobody knows which numbers its readings have. */
  static final int NO_SERIES = -1;

  final Channel channel;
  final Pace pace;
  private final String topic;
  private final boolean retain;
  private final String unit;

  /** The last one that was chosen; without a number none was. */
  private long number;

  private long time;
  private double value;
  private int quality;
  private long chosenAt;

  // In the numbers of the history, from the present mark on.
  private int series = NO_SERIES;
  private long seen;
  private long covered;

  /** A channel of which nothing was chosen. */
  Track(Channel channel, Pace pace, String topic, boolean retain) {
    this.channel = channel;
    this.pace = pace;
    this.topic = topic;
    this.retain = retain;
    this.unit = new JsonText().item(channel.unit()).toString();
  }

  /** The same channel as the configuration or its device describes it now. */
  Track renewed(Channel now) {
    Track track = new Track(now, pace, topic, retain);
    track.number = number;
    track.time = time;
    track.value = value;
    track.quality = quality;
    track.chosenAt = chosenAt;
    return track;
  }

  /**
   * From now on its readings have these numbers in the history.
   *
   * @param next number of the next one
   * @param newestToo whether the one before it is told with them
   */
  void number(int ofSeries, long next, boolean newestToo) {
    series = ofSeries;
    seen = next;
    covered = newestToo ? next - 1 : next;
  }

  /** Nobody knows which numbers its readings have. */
  void uncount() {
    series = NO_SERIES;
  }

  /** So many readings came. */
  void saw(int readings) {
    seen += readings;
  }

  /** What came and was not chosen need not be told; what that stands for. */
  Numbers pass() {
    return cover();
  }

  private Numbers cover() {
    var numbers = new Numbers(series, covered, seen);
    covered = seen;
    return numbers;
  }

  /**
   * Readings by their numbers in the history.
   *
   * @param series {@link Track#NO_SERIES} when nobody knows
   * @param from first
   * @param to before this one
   */
  record Numbers(int series, long from, long to) {
    boolean isKnown() {
      return series != NO_SERIES && from < to;
    }
  }

  /** Whether the change since the last one matters. */
  boolean isChange(Pace.OnChange rule, double next, int nextQuality, long nanoTime) {
    boolean moved = next != value && !(Math.abs(next - value) <= rule.deadband());
    boolean late = !rule.atLeast().isZero() && nanoTime - chosenAt >= rule.atLeast().toNanos();
    return number == 0 || nextQuality != quality || moved || late;
  }

  /** Chooses a reading: the next number is its. */
  Reading choose(long at, double next, int nextQuality, long nanoTime) {
    number++;
    time = at;
    value = next;
    quality = nextQuality;
    chosenAt = nanoTime;
    return new Reading(this, at, next, nextQuality, number, cover());
  }

  /** The newest reading: under its own number when it was chosen before. */
  Reading again(long at, double newest, int newestQuality, long nanoTime) {
    boolean same =
        number > 0 && at == time && Double.compare(newest, value) == 0 && newestQuality == quality;
    return same
        ? new Reading(this, time, value, quality, number, cover())
        : choose(at, newest, newestQuality, nanoTime);
  }

  /** Takes away what the broker keeps of the channel. */
  Publication removal() {
    return new Publication(topic, new byte[0], true);
  }

  boolean isKept() {
    return retain && number > 0;
  }

  /** A reading that was chosen to be published. */
  record Reading(Track track, long time, double value, int quality, long number, Numbers numbers) {

    /** As the broker gets it: value, time, quality, unit, number. */
    Publication message() {
      StringBuilder out =
          ReadingText.begin(value, quality, track.channel.scale(), time, track.unit);
      out.append(",\"seq\":").append(number).append('}');
      byte[] bytes = out.toString().getBytes(StandardCharsets.UTF_8);
      return new Publication(track.topic, bytes, track.retain);
    }
  }
}
