/**
 * A Modbus line: one request at a time, and its answer or its timeout.
 *
 * <p>{@code ModbusLine} owns the serial line of all its units: whose turn it is, commands first,
 * the silence between frames, timeouts, load. {@code Request} is what goes out, {@code Answer} what
 * becomes of it. An answer does not say what it answers: {@code AnswerWait} and {@code Unanswered}
 * see to it that none passes for that to another request, {@code Echo} that a request does not pass
 * for its own answer. Check sums and most requests are digitalpetri's. What a value means is never
 * known here, nor when a unit is to be asked. Everything runs on the loop of the line. Sources:
 * Modbus over Serial Line 1.02, Modbus Application Protocol 1.1b3. Start reading at {@link
 * dev.ferrule.gateway.device.modbus.line.ModbusLine}.
 */
@NullMarked
package dev.ferrule.gateway.device.modbus.line;

import org.jspecify.annotations.NullMarked;
