/**
 * One device of a configuration: a reader per driver, the line that it hangs on, and which devices
 * may share a port.
 *
 * <p>Each reader turns one section into the settings that its driver's package owns and adds what
 * is wrong to the list of mistakes; none opens anything. Any thread. Start reading at {@link
 * dev.ferrule.gateway.config.device.DeviceConfiguration}.
 */
@NullMarked
package dev.ferrule.gateway.config.device;

import org.jspecify.annotations.NullMarked;
