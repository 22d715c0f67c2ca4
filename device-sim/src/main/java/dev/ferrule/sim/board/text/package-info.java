/**
 * A board that prints its readings as text and takes {@code key=value} as a command.
 *
 * <p>{@link dev.ferrule.sim.board.text.TextBoard} writes the rows, {@code TextFrames} puts
 * delimiters, lengths and checks around them. No other language of a board is known here. On the
 * loop's thread.
 */
@NullMarked
package dev.ferrule.sim.board.text;

import org.jspecify.annotations.NullMarked;
