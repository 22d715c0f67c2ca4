/**
 * The driver for boards that send values without describing them: lines of a {@code Serial.print},
 * or frames of bytes.
 *
 * <p>The configuration says how bytes are cut into frames ({@code framing}), how values are found
 * in a frame ({@code fields}), and what the channels are ({@link
 * dev.ferrule.gateway.device.text.TextSettings}). Without a word about the first two, a frame is a
 * line and values are pairs; words without {@code =} are passed over:
 *
 * <pre>
 * temp=21.5 hum=40 pump=on
 * </pre>
 *
 * <p>Such a board has no clock and no memory for commands: readings are stamped on arrival, without
 * a check a damaged frame may read as a wrong value, and a command is either acknowledged by a
 * frame or by nothing. What gives no values is counted with its reason: damaged, or simply not for
 * the device. A number ends where its digits end, or it is bad. Everything runs on the link's loop.
 * Start reading at {@link dev.ferrule.gateway.device.text.TextDriver}.
 */
@NullMarked
package dev.ferrule.gateway.device.text;

import org.jspecify.annotations.NullMarked;
