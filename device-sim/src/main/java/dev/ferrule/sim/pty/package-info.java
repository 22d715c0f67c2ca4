/**
 * Pseudo-terminals through the C library: what a simulated board is plugged into.
 *
 * <p>Nothing here knows what the bytes mean. A {@link dev.ferrule.sim.pty.Pty} is one line, a
 * {@link dev.ferrule.sim.pty.StableLink} the name that it keeps over unplugging, a {@link
 * dev.ferrule.sim.pty.Poller} waits for all of them at once. None of them ever blocks but {@link
 * dev.ferrule.sim.pty.Poller#await}. All belong to one thread. Linux on 64 bits only.
 */
@NullMarked
package dev.ferrule.sim.pty;

import org.jspecify.annotations.NullMarked;
