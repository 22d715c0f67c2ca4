package dev.ferrule.gateway.mqtt.bridge;

import dev.ferrule.gateway.outbox.PastReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which of a channel's past readings are published: by the rule of the live ones, with their own
 * times in place of the clock. Begins anew with each connection.
 *
 * <p>Owner: the bridge's loop.
 */
final class PastPace {

  private final Pace pace;

  /** The last one that was chosen, of a rule about changes. */
  private Optional<PastReading> last = Optional.empty();

  /** The newest of the interval that is not over. */
  private Optional<PastReading> newest = Optional.empty();

  private long from;

  PastPace(Pace pace) {
    this.pace = pace;
  }

  /**
   * A reading that is to be told.
   *
   * @param from number of the first reading that it stands for
   */
  record Chosen(PastReading reading, long from) {}

  /** What is to be told now that this one is known; it may stay to be asked for later. */
  List<Chosen> choose(PastReading next) {
    if (next.isLost()) {
      List<Chosen> both = new ArrayList<>(takeNewest());
      both.add(new Chosen(next, next.from()));
      return both;
    }
    return switch (pace) {
      case Pace.Every _ -> List.of(new Chosen(next, next.from()));
      case Pace.OnChange rule -> changed(rule, next);
      case Pace.Interval(var length) -> newestOf(length.toMillis(), next);
      case Pace.Never _ -> List.of();
    };
  }

  private List<Chosen> changed(Pace.OnChange rule, PastReading next) {
    boolean told = last.map(before -> isChange(rule, before, next)).orElse(true);
    if (!told) {
      return List.of();
    }
    last = Optional.of(next);
    return List.of(new Chosen(next, next.from()));
  }

  private static boolean isChange(Pace.OnChange rule, PastReading before, PastReading next) {
    boolean moved =
        next.value() != before.value()
            && !(Math.abs(next.value() - before.value()) <= rule.deadband());
    boolean late =
        !rule.atLeast().isZero() && next.time() - before.time() >= rule.atLeast().toMillis();
    return next.quality() != before.quality() || moved || late;
  }

  private List<Chosen> newestOf(long length, PastReading next) {
    List<Chosen> over =
        newest
                .filter(
                    one -> Math.floorDiv(one.time(), length) != Math.floorDiv(next.time(), length))
                .isPresent()
            ? new ArrayList<>(takeNewest())
            : new ArrayList<>(2);
    from = newest.isEmpty() ? next.from() : from;
    newest = Optional.of(next);
    if (next.isLast()) {
      over.addAll(takeNewest());
    }
    return over;
  }

  private List<Chosen> takeNewest() {
    List<Chosen> taken = newest.map(one -> new Chosen(one, from)).stream().toList();
    newest = Optional.empty();
    return taken;
  }

  /** Whether readings that are not chosen wait for one that stands for them. */
  boolean holds() {
    return pace instanceof Pace.Interval;
  }
}
