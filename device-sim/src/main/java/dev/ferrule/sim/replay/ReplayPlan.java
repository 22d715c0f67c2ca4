package dev.ferrule.sim.replay;

import java.nio.file.Path;

/**
 * What is to be played back, and how.
 *
 * @param file a capture
 * @param link where the gateway finds the line; its directory exists
 * @param speed times as fast as it was, {@value #MIN_SPEED} to {@value #MAX_SPEED}
 * @param repeats whether it begins again at the end, without end
 */
public record ReplayPlan(Path file, Path link, double speed, boolean repeats) {

  public static final double MIN_SPEED = 0.01;

  public static final double MAX_SPEED = 1000;

  public ReplayPlan {
    if (!(speed >= MIN_SPEED && speed <= MAX_SPEED)) {
      throw new IllegalArgumentException(
          "speed must be " + MIN_SPEED + " to " + MAX_SPEED + ", not " + speed);
    }
  }
}
