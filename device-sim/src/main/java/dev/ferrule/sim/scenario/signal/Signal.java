package dev.ferrule.sim.scenario.signal;

import java.util.Optional;

/**
 * How an input moves: wave, plus response, plus noise, kept in the channel's range.
 *
 * @param noise standard deviation of a reading, at least 0
 */
public record Signal(Wave wave, double noise, Optional<Response> response) {
  /** Always 0. */
  public static final Signal ZERO = of(new Wave.Constant(0));

  /** A pure wave. */
  public static Signal of(Wave wave) {
    return new Signal(wave, 0, Optional.empty());
  }
}
