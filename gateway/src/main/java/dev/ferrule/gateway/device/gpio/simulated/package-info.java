/**
 * GPIO chips without hardware: {@link dev.ferrule.gateway.device.gpio.simulated.SimulatedBoard} is
 * one that a simulator plays behind a pseudo-terminal, with everything that goes wrong with a
 * board; {@link dev.ferrule.gateway.device.gpio.simulated.SimulatedChip} one in memory.
 *
 * <p>Both do what {@code Pins} says; {@code PinProviders} shows that to Pi4J. The way to a board is
 * {@code BoardLine} (bytes, lines, their check), above it {@code BoardEvents} (what comes by
 * itself). Nothing here knows what a scenario is.
 */
@NullMarked
package dev.ferrule.gateway.device.gpio.simulated;

import org.jspecify.annotations.NullMarked;
