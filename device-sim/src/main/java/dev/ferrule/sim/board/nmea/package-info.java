/**
 * An instrument that talks NMEA 0183 and hears nothing: {@link
 * dev.ferrule.sim.board.nmea.NmeaTalker}.
 *
 * <p>No other language of a board is known here. On the loop's thread.
 */
@NullMarked
package dev.ferrule.sim.board.nmea;

import org.jspecify.annotations.NullMarked;
