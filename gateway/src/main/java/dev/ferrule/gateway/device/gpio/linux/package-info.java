/**
 * GPIO chips of Linux as Pi4J providers: the character device ({@code include/uapi/linux/gpio.h},
 * version 2) called through {@code java.lang.foreign}, and PWM through sysfs. Any chip, no native
 * code shipped.
 *
 * <p>What it does that others leave out: an output's first level is part of its request, so that it
 * never shows another one; debouncing and time stamps are the kernel's; one thread hears the edges
 * of all lines of a chip. Start reading at {@link dev.ferrule.gateway.device.gpio.linux.LinuxChip}.
 */
@NullMarked
package dev.ferrule.gateway.device.gpio.linux;

import org.jspecify.annotations.NullMarked;
