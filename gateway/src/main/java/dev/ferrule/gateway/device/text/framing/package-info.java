/**
 * Cuts a stream of bytes into frames, as the configuration says, and refuses what is no frame:
 * lines, any delimiter, fixed length, a length in front, a pause, SLIP (RFC 1055), COBS; each with
 * or without a check at its end.
 *
 * <p>Knows nothing of what is in a frame. Everything is bounded by {@link
 * dev.ferrule.gateway.device.text.framing.Framing#max}; everything runs on the link's loop. Start
 * reading at {@link dev.ferrule.gateway.device.text.framing.Framing}.
 */
@NullMarked
package dev.ferrule.gateway.device.text.framing;

import org.jspecify.annotations.NullMarked;
