/**
 * A GPIO chip that is used from afar: over a serial line, in a text protocol of the simulator's
 * own.
 *
 * <p>Start reading at {@link dev.ferrule.sim.board.gpio.GpioBoard}, where the wire is written down;
 * {@code GpioPins} says who holds which line, {@code GpioLine} makes the edges. No other language
 * of a board is known here. On the loop's thread.
 */
@NullMarked
package dev.ferrule.sim.board.gpio;

import org.jspecify.annotations.NullMarked;
