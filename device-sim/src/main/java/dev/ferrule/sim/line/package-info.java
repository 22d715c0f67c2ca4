/**
 * The serial line of one board, with all that goes wrong on it.
 *
 * <p>{@link dev.ferrule.sim.line.SerialLine} holds the pseudo-terminal and its two ways; a {@code
 * Wire} is one way: frames are dropped, repeated and held up, bytes are flipped, lost, inserted and
 * repeated, and what is left takes its time at the line's rate. The order of bytes never changes.
 * Knows frames only by the byte that ends them. On the loop's thread.
 */
@NullMarked
package dev.ferrule.sim.line;

import org.jspecify.annotations.NullMarked;
