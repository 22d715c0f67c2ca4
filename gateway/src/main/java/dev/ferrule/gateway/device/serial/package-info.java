/**
 * Owns the serial ports: opens them, carries bytes both ways, notices that a cable was pulled, and
 * comes back.
 *
 * <p>The only package that knows jSerialComm. Per line that is open there are two daemon threads:
 * one opens, reads and closes the port, one writes to it; native calls block and pin, so they are
 * platform threads. For all that are not open there is one (WaitingLines). Everything a line tells
 * is told on the loop that it was made with. No byte is interpreted here, nothing is ever sent
 * again, what the line does not carry in its time is thrown away, and no port is closed on a loop.
 * Start reading at {@link dev.ferrule.gateway.device.serial.SerialLine}.
 */
@NullMarked
package dev.ferrule.gateway.device.serial;

import org.jspecify.annotations.NullMarked;
