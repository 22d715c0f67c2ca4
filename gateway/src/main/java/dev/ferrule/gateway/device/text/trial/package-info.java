/**
 * What {@code ferrule try} finds out about a board that nobody has described: how its bytes may be
 * cut, where values may be, and the configuration that says so.
 *
 * <p>Framings are tried on the bytes, formats on the frames: each is read by the reader that a
 * driver would use, and the one that finds most numbers is proposed, with what speaks against it. A
 * number is one only where nothing beside it could belong to it ({@link
 * dev.ferrule.gateway.device.text.trial.Tokens}).
 *
 * <p>Guesses only; a person has the last word. Works on what was heard, up to 256 KiB, on whichever
 * thread asks; nothing here knows a port. Start reading at {@link
 * dev.ferrule.gateway.device.text.trial.Proposal}.
 */
@NullMarked
package dev.ferrule.gateway.device.text.trial;

import org.jspecify.annotations.NullMarked;
