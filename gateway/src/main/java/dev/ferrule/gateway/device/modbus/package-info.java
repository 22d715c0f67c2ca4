/**
 * The driver for Modbus RTU, apart from its line: one unit, what it is asked when, and what its
 * answers mean.
 *
 * <p>The gateway is the one that asks (client, "master"), the units answer. Many units share one
 * line, so a unit only says when it wants to ask; {@code modbus.line} gives it its turn. Which
 * reads its channels need, which of them is next, commands and the proof that the right unit
 * answers are decided here; no byte is sent or received here. Everything runs on the loop of the
 * line. Source: Modbus Application Protocol 1.1b3. Start reading at {@link
 * dev.ferrule.gateway.device.modbus.ModbusDriver}.
 */
@NullMarked
package dev.ferrule.gateway.device.modbus;

import org.jspecify.annotations.NullMarked;
