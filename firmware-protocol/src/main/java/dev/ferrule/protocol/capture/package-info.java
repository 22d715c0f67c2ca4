/**
 * Captures: what a serial line carried, byte by byte with times, in a text file that a person can
 * read. The gateway writes them, the simulator plays them back, {@code ferrule try} reads them;
 * CAPTURE.md is the format.
 *
 * <p>Start reading at {@link dev.ferrule.protocol.capture.CaptureEvent}; {@link
 * dev.ferrule.protocol.capture.CaptureText} writes a line, {@link
 * dev.ferrule.protocol.capture.CaptureReader} reads a file line by line, in constant memory. The
 * reader does input and has one owner; all else is immutable or stateless.
 */
@NullMarked
package dev.ferrule.protocol.capture;

import org.jspecify.annotations.NullMarked;
