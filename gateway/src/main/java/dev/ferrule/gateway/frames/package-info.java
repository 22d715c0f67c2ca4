/**
 * Readings and dictionaries as PROTOCOL.md part B has them, bytes and JSON: what every way out
 * tells, whether over a socket, through a broker or into a file.
 *
 * <p>No socket and no library is known here. A {@link dev.ferrule.gateway.frames.ReadingsEncoder}
 * is of one loop and keeps what its form must remember from message to message; all else is
 * stateless. JSON of readings is written by hand into one builder: it is the hot path of every JSON
 * client. Start reading at {@code ReadingsEncoder}, then {@link dev.ferrule.gateway.frames.Gather}.
 */
@NullMarked
package dev.ferrule.gateway.frames;

import org.jspecify.annotations.NullMarked;
