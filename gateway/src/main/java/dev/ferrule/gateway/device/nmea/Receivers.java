package dev.ferrule.gateway.device.nmea;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Tells the receivers on one line apart, so that the one that knows nothing does not spoil what
 * another knows: by who talks, and where two share these letters, by what they say of one moment.
 * Owner: the driver.
 */
final class Receivers {

  /** Most talkers that are told apart. */
  private static final int MOST = 64;

  private static final String FIX = "fix";
  private static final String HEADING_OF_GYRO = "HDT";

  private final long holdNanos;
  private final Map<String, Source> sources = new HashMap<>();
  private final Map<String, Epoch> epochs = new HashMap<>();
  private final Set<String> shared = new HashSet<>();

  /** Who told a good value last. */
  private record Source(String talker, String type, long at) {}

  /** What was said of a fix last. */
  private record Epoch(String time, boolean has) {}

  /** Good values count against bad ones of others for {@code holdNanos}. */
  Receivers(long holdNanos) {
    this.holdNanos = holdNanos;
  }

  /** Forgets everything. */
  void reset() {
    sources.clear();
    epochs.clear();
    shared.clear();
  }

  /**
   * Whether a fix, or none, is to be told.
   *
   * @param time the moment that the sentence names, as it stands there
   */
  boolean tellsFix(Sentence sentence, String time, boolean has, long now) {
    String key = sentence.talker() + sentence.type();
    Epoch before = epochs.get(key);
    if (before != null) {
      boolean contradicts = !time.isEmpty() && before.time.equals(time) && before.has != has;
      boolean forgets = before.has && !has && time.isEmpty() && !before.time.isEmpty();
      if (contradicts || forgets) {
        shared.add(sentence.talker());
      }
    }
    if (before != null || epochs.size() < MOST) {
      epochs.put(key, new Epoch(time, has));
    }
    return tells(FIX, sentence, !has, now);
  }

  /** Whether a value is to be told. */
  boolean tells(Quantity quantity, Sentence sentence, boolean bad, long now) {
    Source last = sources.get(quantity.name());
    boolean second =
        quantity == Quantity.HEADING
            && last != null
            && last.type.equals(HEADING_OF_GYRO)
            && !sentence.type().equals(HEADING_OF_GYRO)
            && now - last.at < holdNanos;
    return !second && tells(quantity.name(), sentence, bad, now);
  }

  private boolean tells(String what, Sentence sentence, boolean bad, long now) {
    if (!bad) {
      sources.put(what, new Source(sentence.talker(), sentence.type(), now));
      return true;
    }
    Source last = sources.get(what);
    boolean own =
        last != null
            && last.talker.equals(sentence.talker())
            && !shared.contains(sentence.talker());
    return last == null || own || now - last.at >= holdNanos;
  }
}
