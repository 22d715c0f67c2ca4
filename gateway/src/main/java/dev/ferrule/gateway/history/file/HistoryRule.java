package dev.ferrule.gateway.history.file;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * Which readings of a channel are kept, and for how long. The first one, changes of quality with
 * the reading before them, and the last one before a gap are kept whatever it says.
 *
 * @param isOn whether any are
 * @param every one in so long is kept; zero for all of them
 * @param deadband those are kept, too, that differ by more than this from the one kept last, in the
 *     channel's unit, with the reading before them; empty for none. Needs {@code every}
 * @param keep how long
 */
public record HistoryRule(boolean isOn, Duration every, OptionalDouble deadband, Duration keep) {

  /** Beside a deadband, where nobody says more: a value that stands still is seen to stand. */
  public static final Duration USUAL_EVERY = Duration.ofMinutes(5);

  public HistoryRule {
    if (deadband.isPresent() && (every.isZero() || !(deadband.getAsDouble() >= 0))) {
      throw new IllegalArgumentException("a deadband is 0 or more and needs every");
    }
  }

  /** All readings. */
  public static HistoryRule all(Duration keep) {
    return new HistoryRule(true, Duration.ZERO, OptionalDouble.empty(), keep);
  }

  /** Whether every reading is kept. */
  public boolean isAll() {
    return isOn && every.isZero();
  }
}
