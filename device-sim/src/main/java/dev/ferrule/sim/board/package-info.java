/**
 * The simulated boards.
 *
 * <p>{@link dev.ferrule.sim.board.Board} is what any board has: a line, outputs, a clock, readings
 * that fall due, things that go wrong. {@code FirmwareBoard} speaks the link protocol as a device
 * (PROTOCOL.md, part A), {@code TextBoard} lines of {@code key=value}, {@code GpioBoard} is a GPIO
 * chip and describes how it is used over a line. No board reads real time; all run on the loop's
 * thread.
 */
@NullMarked
package dev.ferrule.sim.board;

import org.jspecify.annotations.NullMarked;
