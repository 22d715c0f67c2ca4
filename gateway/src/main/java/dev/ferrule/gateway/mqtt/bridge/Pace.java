package dev.ferrule.gateway.mqtt.bridge;

import java.time.Duration;

/** Which of a channel's readings are published. */
public sealed interface Pace {

  /** All of them. */
  record Every() implements Pace {}

  /**
   * Those that differ from the last one that was published, and every change of quality.
   *
   * @param deadband by how much they differ at least, in the channel's unit; 0 for any change
   * @param atLeast after so long the next one is published whatever it is; zero for never
   */
  record OnChange(double deadband, Duration atLeast) implements Pace {
    public OnChange {
      if (!(deadband >= 0)) {
        throw new IllegalArgumentException("a deadband is 0 or more");
      }
    }
  }

  /** The newest one, this often. */
  record Interval(Duration length) implements Pace {}

  /** None. */
  record Never() implements Pace {}

  /**
   * How long it takes at most from one to the next while the channel reads each {@code period};
   * zero when nobody can say.
   */
  default Duration longest(Duration period) {
    if (period.isZero()) {
      return Duration.ZERO;
    }
    return switch (this) {
      case Every _ -> period;
      case OnChange(_, Duration atLeast) -> atLeast.isZero() ? Duration.ZERO : atLeast.plus(period);
      case Interval(Duration length) -> length.compareTo(period) > 0 ? length : period;
      case Never _ -> Duration.ZERO;
    };
  }
}
