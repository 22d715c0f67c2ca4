/**
 * Words that both wire formats share: {@link dev.ferrule.protocol.Kind kinds} of channels, {@link
 * dev.ferrule.protocol.Quality quality} codes, immutable {@link dev.ferrule.protocol.Bytes bytes}
 * and the two cursors over wire bytes. Everything here follows section 0 of PROTOCOL.md.
 *
 * <p>The way in: {@code link} turns the bytes of a serial line into messages and back, {@code
 * dictionary} says what a board's numbers mean, {@code time} maps a board's ticks to host time,
 * {@code stream} is what WebSocket clients get, {@code capture} what a line carried, as a text
 * file, {@code program} what commands end with and say. Arrows point down only: {@code link} knows
 * {@code dictionary}; these two, {@code stream} and {@code capture} know this package; {@code time}
 * and {@code program} know none.
 *
 * <p>Nothing here starts a thread, reads a clock, logs or does input or output. Codecs and state
 * machines are not thread-safe: each has one owner, the thread that feeds it. Records and {@code
 * Bytes} are immutable and may go anywhere.
 */
@NullMarked
package dev.ferrule.protocol;

import org.jspecify.annotations.NullMarked;
