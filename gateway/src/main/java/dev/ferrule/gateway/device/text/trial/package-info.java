/**
 * What {@code ferrule try} finds out about a board that nobody has described: how its bytes may be
 * cut, where values may be, and the configuration that says so.
 *
 * <p>Guesses only; a person has the last word. Works on what was heard, up to 256 KiB, on whichever
 * thread asks; nothing here knows a port. Start reading at {@link
 * dev.ferrule.gateway.device.text.trial.Proposal}.
 */
@NullMarked
package dev.ferrule.gateway.device.text.trial;

import org.jspecify.annotations.NullMarked;
