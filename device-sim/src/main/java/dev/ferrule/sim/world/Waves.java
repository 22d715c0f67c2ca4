package dev.ferrule.sim.world;

import dev.ferrule.sim.scenario.signal.Wave;

/** Values of waves that are functions of time alone. */
final class Waves {

  private static final double NANOS = 1e9;

  private Waves() {}

  /**
   * The value at a time; 0 for the shapes that are more than a function of time.
   *
   * @param nanos since the start of the simulation
   */
  static double at(Wave wave, long nanos) {
    return switch (wave) {
      case Wave.Constant constant -> constant.value();
      case Wave.Sine sine ->
          sine.mean()
              + sine.amplitude()
                  * Math.sin(
                      2 * Math.PI * (nanos / (double) sine.period().toNanos() + sine.phase()));
      case Wave.Ramp ramp ->
          ramp.from() + (ramp.to() - ramp.from()) * turn(nanos, ramp.period().toNanos());
      case Wave.Square square ->
          turn(nanos, square.period().toNanos()) < square.duty() ? square.high() : square.low();
      case Wave.Walk _, Wave.Sequence _, Wave.Stamp _ -> 0;
    };
  }

  static double seconds(long nanos) {
    return nanos / NANOS;
  }

  /** Where in its period a wave is, 0 to below 1. */
  private static double turn(long nanos, long period) {
    return Math.floorMod(nanos, period) / (double) period;
  }
}
