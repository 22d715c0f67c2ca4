package dev.ferrule.gateway.history;

import dev.ferrule.gateway.history.file.HistoryRule;
import dev.ferrule.gateway.model.Channel;
import java.util.Optional;

/**
 * Which readings of one series are kept when not all are. The latest that was passed over is held
 * until the next one: where something happens, the corner before it is kept, too, so that a line
 * from one kept reading to the next shows what was.
 *
 * <p>Owner: the collector's loop.
 */
final class Thinning {

  /** Where kept readings go. */
  interface Kept {
    void row(int base, long time, double value, int quality);
  }

  private record Reading(int base, long time, double value, int quality) {
    void to(Kept kept) {
      kept.row(base, time, value, quality);
    }
  }

  private final long every;
  private final double deadband;
  private Optional<Reading> last = Optional.empty();
  private Optional<Reading> held = Optional.empty();

  private Thinning(long every, double deadband) {
    this.every = every;
    this.deadband = deadband;
  }

  /** How a channel is thinned out; empty when all its readings are kept. */
  static Optional<Thinning> of(Channel channel, HistoryRule rule) {
    if (rule.isAll()) {
      return Optional.empty();
    }
    boolean isWord =
        switch (channel.kind()) {
          case SWITCH, ENUMERATION -> true; // between two words lies nothing
          case NUMBER, FLOAT, COUNTER -> false;
        };
    double deadband = isWord ? 0 : rule.deadband().orElse(Double.POSITIVE_INFINITY);
    return Optional.of(new Thinning(rule.every().toMillis(), deadband));
  }

  /** A reading came; tells those that are to be kept. */
  void take(int base, long time, double value, int quality, Kept kept) {
    var reading = new Reading(base, time, value, quality);
    if (last.isEmpty() || isTime(last.get(), time)) {
      keep(reading, kept);
    } else if (quality != last.get().quality() || Math.abs(value - last.get().value()) > deadband) {
      release(kept);
      keep(reading, kept);
    } else {
      held = Optional.of(reading);
    }
  }

  /** A clock that was set back begins anew. */
  private boolean isTime(Reading before, long time) {
    return time - before.time() >= every || time < before.time();
  }

  private void keep(Reading reading, Kept kept) {
    reading.to(kept);
    last = Optional.of(reading);
    held = Optional.empty();
  }

  /** Something is missing from here on, or nothing comes any more: tells the latest reading. */
  void release(Kept kept) {
    held.ifPresent(
        reading -> {
          reading.to(kept);
          last = held;
        });
    held = Optional.empty();
  }
}
