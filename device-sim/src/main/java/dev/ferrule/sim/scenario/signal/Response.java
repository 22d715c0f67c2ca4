package dev.ferrule.sim.scenario.signal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How a value answers to other channels, added to its wave. */
public sealed interface Response {

  /** What drives it. */
  List<Term> of();

  /**
   * A part of the drive: {@code gain × channel}, or {@code gain × channel × times}.
   *
   * @param channel {@code board.key}
   * @param gain in units of this channel per unit of the other
   * @param times a second factor, {@code board.key}
   */
  record Term(String channel, double gain, Optional<String> times) {}

  /**
   * Follows the sum of its terms as a first-order lag: a heater that warms air.
   *
   * @param lag time constant, 0 or more; after one it has gone 63 % of the way
   */
  record Follow(Duration lag, List<Term> of) implements Response {
    /** Copies the terms. */
    public Follow {
      of = List.copyOf(of);
    }
  }

  /**
   * Adds up {@code rate} plus the sum of its terms, per second, within the channel's range: a tank.
   *
   * @param start value at the beginning
   * @param rate change per second that is always there
   */
  record Integrate(double start, double rate, List<Term> of) implements Response {
    /** Copies the terms. */
    public Integrate {
      of = List.copyOf(of);
    }
  }
}
