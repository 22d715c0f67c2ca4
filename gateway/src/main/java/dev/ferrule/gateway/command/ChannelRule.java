package dev.ferrule.gateway.command;

import dev.ferrule.gateway.model.Channel.Danger;
import dev.ferrule.gateway.model.ValueRange;
import java.time.Duration;
import java.util.Optional;

/**
 * What the configuration asks of commands to one channel, beyond what its device says.
 *
 * @param range values that are allowed; narrows the device's own range
 * @param step commands must be a multiple of this above the range's minimum; 0 leaves it to the
 *     device
 * @param danger what a person must do so that a command is believed; {@link Danger#NONE} leaves it
 *     to the device
 * @param minOn how long the output stays on (not 0) at least, up to a day; zero for no limit
 * @param minOff how long it stays off (0) at least, up to a day; zero for no limit
 * @param rate how often it may be commanded
 * @param needs what must hold while it is away from its safe value
 * @param lease how long a command away from the safe value holds without being renewed, 1 s to 10
 *     min; zero for ever
 */
public record ChannelRule(
    ValueRange range,
    double step,
    Danger danger,
    Duration minOn,
    Duration minOff,
    Optional<Rate> rate,
    Optional<Needs> needs,
    Duration lease) {

  /** Asks nothing. */
  static final ChannelRule NONE =
      new ChannelRule(
          ValueRange.ANY,
          0,
          Danger.NONE,
          Duration.ZERO,
          Duration.ZERO,
          Optional.empty(),
          Optional.empty(),
          Duration.ZERO);

  /** Shortest lease: a client renews three times within one, over a network. */
  public static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

  /** Longest lease: past it, nobody would call it a dead-man's handle. */
  public static final Duration LONGEST_LEASE = Duration.ofMinutes(10);

  /**
   * So many commands within a time.
   *
   * @param commands 1 to 1000
   * @param per 1 s to 1 d
   */
  public record Rate(int commands, Duration per) {
    public Rate {
      require(commands >= 1 && commands <= 1000, "a rate is of 1 to 1000 commands");
      require(
          per.compareTo(Duration.ofSeconds(1)) >= 0 && per.compareTo(Duration.ofDays(1)) <= 0,
          "a rate is over 1s to 1d");
    }
  }

  /**
   * An interlock.
   *
   * @param text as it was written
   * @param condition what it says
   * @param thenSafe whether the output is driven to its safe value when the condition stops
   *     holding; else only new commands are refused
   */
  public record Needs(String text, Condition condition, boolean thenSafe) {}

  public ChannelRule {
    require(step >= 0 && Double.isFinite(step), "step must be 0 or more");
    require(!minOn.isNegative() && !minOff.isNegative(), "a least time is negative");
    require(
        lease.isZero()
            || (lease.compareTo(SHORTEST_LEASE) >= 0 && lease.compareTo(LONGEST_LEASE) <= 0),
        "a lease is 1s to 10min");
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
