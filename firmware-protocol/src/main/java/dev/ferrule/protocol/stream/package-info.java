/**
 * The stream: readings messages of PROTOCOL.md part B1 and B2, both ways.
 *
 * <p>Readings go in and come out as grids: a run of channels by a list of times, values
 * column-major. {@link dev.ferrule.protocol.stream.StreamEncoder} writes one message at a time into
 * a buffer that it keeps; {@link dev.ferrule.protocol.stream.StreamDecoder} delivers a message
 * whole or not at all. Neither allocates per reading, neither is thread-safe. {@link
 * dev.ferrule.protocol.stream.Rice} is the packed form of both; {@link
 * dev.ferrule.protocol.stream.ColumnWriter} chooses the mode of a packed column.
 */
@NullMarked
package dev.ferrule.protocol.stream;

import org.jspecify.annotations.NullMarked;
