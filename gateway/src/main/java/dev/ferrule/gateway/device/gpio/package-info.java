/**
 * The driver for the lines of a GPIO chip: the header of a Raspberry Pi, any other chip of Linux,
 * or a simulated one.
 *
 * <p>Written against Pi4J's API. The chip comes from {@code device.gpio.linux} (the GPIO character
 * device) or {@code device.gpio.simulated} (the simulator's board, or lines in memory); both stand
 * behind {@code device.gpio.chip}. Edges carry the time at which the kernel saw them. Outputs start
 * with their safe value, in the very request of the line, and are put back to it when the gateway
 * stops; what a line does between processes is the hardware's: a resistor decides.
 *
 * <p>Three threads: the device's loop owns what is known, one thread {@code gpio-DEVICE} does
 * everything that may block, and the chip's event thread only hands edges over. Start reading at
 * {@link dev.ferrule.gateway.device.gpio.GpioDevice}.
 */
@NullMarked
package dev.ferrule.gateway.device.gpio;

import org.jspecify.annotations.NullMarked;
