package dev.ferrule.sim.scenario;

import dev.ferrule.sim.line.LineFaults;
import java.time.Duration;
import java.util.Optional;

/**
 * Something that happens to a board at a time.
 *
 * @param at after the start of the simulation
 * @param every repeated at this distance; absent for once
 * @param board its name
 * @param action what happens
 * @param lasting after which it ends; zero where the action has no end
 */
public record EventPlan(
    Duration at, Optional<Duration> every, String board, Action action, Duration lasting) {

  /** What can happen. */
  public sealed interface Action {

    /** The board boots. */
    record Reset(ResetCause cause) implements Action {}

    /** The cable is pulled, and put back at the end. */
    record Unplug() implements Action {}

    /** Nothing that the board sends arrives. */
    record Silence() implements Action {}

    /** Nothing arrives at the board. */
    record Deafness() implements Action {}

    /** The board overlooks heartbeats. */
    record IgnoreHeartbeats() implements Action {}

    /** The board does not acknowledge reliable frames. */
    record WithholdAcks() implements Action {}

    /**
     * A sensor is broken.
     *
     * @param channel key of the channel
     * @param quality code that its readings have meanwhile
     */
    record SensorFault(String channel, int quality) implements Action {}

    /** The line gets worse. */
    record Damage(LineFaults toDevice, LineFaults toHost) implements Action {}
  }

  /** Why a board booted, with its number in HELLO. */
  public enum ResetCause {
    UNKNOWN(0),
    POWER_ON(1),
    EXTERNAL(2),
    BROWN_OUT(3),
    WATCHDOG(4),
    SOFTWARE(5);

    private final int code;

    ResetCause(int code) {
      this.code = code;
    }

    /** {@code reset_cause} of HELLO. */
    public int code() {
      return code;
    }
  }

  /** Checks that it repeats after it has ended. */
  public EventPlan {
    if (every.isPresent() && every.get().compareTo(lasting) <= 0) {
      throw new IllegalArgumentException("every must be longer than for");
    }
  }
}
