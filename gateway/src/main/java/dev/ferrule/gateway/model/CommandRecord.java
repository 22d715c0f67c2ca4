package dev.ferrule.gateway.model;

import java.time.Duration;
import java.util.Optional;

/**
 * A command and where it is: what clients are told and what the ledger keeps.
 *
 * @param command what was asked
 * @param state where it is
 * @param time when it got there, milliseconds since 1970 UTC
 * @param lease how long its output still holds without being renewed: zero when it does not any
 *     more, empty where outputs hold for ever
 */
public record CommandRecord(
    Command command, CommandState state, long time, Optional<Duration> lease) {

  /** A command whose output holds for ever. */
  public CommandRecord(Command command, CommandState state, long time) {
    this(command, state, time, Optional.empty());
  }

  /** The same with another lease. */
  public CommandRecord with(Optional<Duration> left) {
    return new CommandRecord(command, state, time, left);
  }
}
