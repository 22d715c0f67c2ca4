/**
 * The driver for Modbus RTU: the gateway is the one that asks (client, "master"), the units on the
 * line answer.
 *
 * <p>Many units share one line, and a line carries one question at a time. {@link
 * dev.ferrule.gateway.device.modbus.ModbusLine} owns the line: whose turn it is, commands first,
 * the silence between frames, time-outs, load. {@link
 * dev.ferrule.gateway.device.modbus.ModbusDriver} is one unit: what it is asked when, and what its
 * answers mean. Requests and check sums are digitalpetri's, which never enters another package.
 * Everything runs on the loop of the line. Sources: Modbus Application Protocol 1.1b3, Modbus over
 * Serial Line 1.02. Start reading at {@code ModbusLine}.
 */
@NullMarked
package dev.ferrule.gateway.device.modbus;

import org.jspecify.annotations.NullMarked;
