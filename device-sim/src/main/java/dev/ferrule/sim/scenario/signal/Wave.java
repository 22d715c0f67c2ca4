package dev.ferrule.sim.scenario.signal;

import java.time.Duration;

/**
 * How a value moves by itself over the time of the simulation, in the channel's unit. All but
 * {@link Walk} are functions of time alone.
 */
public sealed interface Wave {

  /** Always the same. */
  record Constant(double value) implements Wave {}

  /**
   * {@code mean + amplitude × sin(2π (t / period + phase))}.
   *
   * @param phase in turns, so that 0.25 starts at the top
   */
  record Sine(double mean, double amplitude, Duration period, double phase) implements Wave {
    /** Checks the period. */
    public Sine {
      requirePositive(period);
    }
  }

  /** From {@code from} to {@code to} in a period, then at once back. */
  record Ramp(double from, double to, Duration period) implements Wave {
    /** Checks the period. */
    public Ramp {
      requirePositive(period);
    }
  }

  /**
   * {@code high} for the first part of each period, then {@code low}.
   *
   * @param duty the part that is high, 0 to 1
   */
  record Square(double low, double high, Duration period, double duty) implements Wave {
    /** Checks period and duty. */
    public Square {
      requirePositive(period);
      if (!(duty >= 0 && duty <= 1)) {
        throw new IllegalArgumentException("duty must be 0 to 1: " + duty);
      }
    }
  }

  /**
   * A random walk that is drawn back to its middle.
   *
   * @param middle where it starts and where it is drawn to
   * @param drift standard deviation of its way in one second, at least 0
   * @param pull time constant with which it is drawn back; 0 for not at all
   */
  record Walk(double middle, double drift, Duration pull) implements Wave {
    /** Checks the drift. */
    public Walk {
      if (!(drift >= 0)) {
        throw new IllegalArgumentException("drift must not be negative: " + drift);
      }
    }
  }

  /** The number of readings taken before this one: 0, 1, 2, … */
  record Sequence() implements Wave {}

  /**
   * Microseconds of the simulation's clock at the moment of sampling, modulo 2^31: for measuring
   * how long a reading travels.
   */
  record Stamp() implements Wave {}

  private static void requirePositive(Duration period) {
    if (period.isZero() || period.isNegative()) {
      throw new IllegalArgumentException("period must be more than 0: " + period);
    }
  }
}
