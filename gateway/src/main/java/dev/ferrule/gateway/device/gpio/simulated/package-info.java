/**
 * A GPIO chip without hardware, for tests and for people who have none.
 *
 * <p>Start reading at {@link dev.ferrule.gateway.device.gpio.simulated.SimulatedChip}.
 */
@NullMarked
package dev.ferrule.gateway.device.gpio.simulated;

import org.jspecify.annotations.NullMarked;
