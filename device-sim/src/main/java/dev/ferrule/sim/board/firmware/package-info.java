/**
 * A board that speaks the link protocol as a device: PROTOCOL.md, part A.
 *
 * <p>{@link dev.ferrule.sim.board.firmware.FirmwareBoard} knows what messages mean; {@code
 * FirmwareLink} frames, numbers and repeats them, {@code FailSafe} watches the heartbeats, {@code
 * CommandHandler} judges commands. No other language of a board is known here. On the loop's
 * thread.
 */
@NullMarked
package dev.ferrule.sim.board.firmware;

import org.jspecify.annotations.NullMarked;
