/**
 * What the GPIO driver asks of a chip beyond Pi4J's API: that it can be opened, looked at before it
 * is touched, and lost; and edges with the time at which they happened.
 *
 * <p>Implemented by {@code device.gpio.linux} and {@code device.gpio.simulated}. Start reading at
 * {@link dev.ferrule.gateway.device.gpio.chip.Chip}.
 */
@NullMarked
package dev.ferrule.gateway.device.gpio.chip;

import org.jspecify.annotations.NullMarked;
