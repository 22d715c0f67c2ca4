/**
 * The one thread of a simulation and its time.
 *
 * <p>{@link dev.ferrule.sim.loop.EventLoop} waits for bytes and for timers and runs everything that
 * boards do, so that a board needs no lock; {@link dev.ferrule.sim.loop.SimClock} is its time, the
 * machine's or one that a test moves by hand. Nothing here knows what a board is.
 */
@NullMarked
package dev.ferrule.sim.loop;

import org.jspecify.annotations.NullMarked;
