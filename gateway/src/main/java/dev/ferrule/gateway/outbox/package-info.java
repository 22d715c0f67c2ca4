/**
 * What still has to be told to others that may be away: the cursor over history.
 *
 * <p>An {@link dev.ferrule.gateway.outbox.Outbox} belongs to one way out, on its loop. What is told
 * live is told by the way out itself, under the numbers that history gives; the outbox knows which
 * numbers were acknowledged ({@link dev.ferrule.gateway.outbox.Untaken}), keeps that in the file of
 * the history, and hands out the others, read by history's reader, oldest first. Nothing here knows
 * who is told, or how. Start reading at {@code Outbox}.
 */
@NullMarked
package dev.ferrule.gateway.outbox;

import org.jspecify.annotations.NullMarked;
