/**
 * What every simulated board has: a line, outputs, a clock, readings that fall due, faults.
 *
 * <p>Start reading at {@link dev.ferrule.sim.board.Board}. What a board speaks is a package below,
 * one for each driver, and those do not know each other: {@code firmware}, {@code text}, {@code
 * nmea}, {@code modbus}, {@code gpio}. No board reads real time but for the date that an NMEA
 * sentence needs; all run on the loop's thread.
 */
@NullMarked
package dev.ferrule.sim.board;

import org.jspecify.annotations.NullMarked;
