package dev.ferrule.gateway.mqtt.bridge;

import dev.ferrule.gateway.mqtt.bridge.Track.Reading;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Readings that wait for the broker, in their order: {@link #LIMIT} of them, or twice as many as
 * there are channels. When that is reached the newest of each channel stays and the others are
 * counted as replaced.
 *
 * <p>Owner: the bridge's loop.
 */
final class WaitingReadings {

  /** A few seconds of a busy gateway; 0.4 MB. */
  static final int LIMIT = 4096;

  private ArrayDeque<Reading> waiting = new ArrayDeque<>();

  /** What the last thinning left. */
  private int kept;

  private long replaced;

  void add(Reading reading) {
    if (waiting.size() >= Math.max(LIMIT, 2 * kept)) {
      keepNewest();
    }
    waiting.add(reading);
  }

  private void keepNewest() {
    Map<Track, Reading> newest = new LinkedHashMap<>();
    for (Reading one : waiting) {
      newest.remove(one.track()); // so that it stands where its newest one came
      newest.put(one.track(), one);
    }
    replaced += waiting.size() - newest.size();
    kept = newest.size();
    waiting = new ArrayDeque<>(newest.values());
  }

  Optional<Reading> poll() {
    if (waiting.size() <= 1) {
      kept = 0;
    }
    return Optional.ofNullable(waiting.poll());
  }

  int size() {
    return waiting.size();
  }

  /** Forgets all; how many they were. */
  int clear() {
    int count = waiting.size();
    waiting.clear();
    kept = 0;
    return count;
  }

  /** How many were replaced by newer ones since the start. */
  long replaced() {
    return replaced;
  }
}
