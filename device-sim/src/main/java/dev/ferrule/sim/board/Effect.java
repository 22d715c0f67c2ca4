package dev.ferrule.sim.board;

import java.util.OptionalLong;

/**
 * Something that moved an output, or would have had it not been there already.
 *
 * @param nanos when, by the simulation's clock
 * @param boot which boot of the board, from 1
 * @param tick when, by the board's counter, 0 to 2^32 - 1
 * @param channel its key
 * @param value in the channel's unit
 * @param cause why
 * @param command the id of the command, 0 to 2^32 - 1; only where the protocol has ids
 * @param deadline the tick after which the command must have no effect; with {@code command} only
 */
public record Effect(
    long nanos,
    long boot,
    long tick,
    String channel,
    double value,
    Cause cause,
    OptionalLong command,
    OptionalLong deadline) {

  /** Why an output moved. */
  public enum Cause {
    /** The board booted: its safe value. */
    BOOT,
    /** A command was obeyed. */
    COMMAND,
    /** No heartbeat came in time, or nobody holds the line any more: its safe value. */
    FAIL_SAFE
  }

  /** Whether a command had its effect after its deadline, by the board's own counter. */
  public boolean isLate() {
    return deadline.isPresent() && (int) (deadline.getAsLong() - tick) < 0;
  }
}
