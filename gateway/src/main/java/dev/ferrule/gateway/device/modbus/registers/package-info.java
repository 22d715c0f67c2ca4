/**
 * What a Modbus unit holds: its four tables, and the ways in which registers make a number.
 *
 * <p>Immutable values; no line, no unit and no channel is known here. Any thread. Source: Modbus
 * Application Protocol 1.1b3, 4.3. Start reading at {@link
 * dev.ferrule.gateway.device.modbus.registers.Encoding}.
 */
@NullMarked
package dev.ferrule.gateway.device.modbus.registers;

import org.jspecify.annotations.NullMarked;
