/**
 * The units of a Modbus RTU line: {@link dev.ferrule.sim.board.modbus.ModbusUnits} answers for all
 * of them (Modbus Application Protocol 1.1b3).
 *
 * <p>No other language of a board is known here. On the loop's thread.
 */
@NullMarked
package dev.ferrule.sim.board.modbus;

import org.jspecify.annotations.NullMarked;
