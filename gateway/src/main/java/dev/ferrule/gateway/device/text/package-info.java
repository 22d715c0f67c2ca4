/**
 * The driver for boards that print lines of {@code key=value} pairs: what most sketches do with a
 * {@code Serial.print}.
 *
 * <p>The board describes nothing, so the configuration declares the channels ({@link
 * dev.ferrule.gateway.device.text.TextSettings}). A line ends with LF or CR; pairs are separated by
 * spaces, tabs, commas or semicolons; words without {@code =} are passed over:
 *
 * <pre>
 * temp=21.5 hum=40 pump=on
 * </pre>
 *
 * <p>Such a board has no clock, no check sum and no memory for commands: readings are stamped on
 * arrival, a damaged line may read as a wrong value, and a command is either acknowledged by a line
 * or by nothing. Everything runs on the link's loop. Start reading at {@link
 * dev.ferrule.gateway.device.text.TextDriver}.
 */
@NullMarked
package dev.ferrule.gateway.device.text;

import org.jspecify.annotations.NullMarked;
