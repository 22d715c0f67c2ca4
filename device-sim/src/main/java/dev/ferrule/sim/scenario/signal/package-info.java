/**
 * How the value of an input moves: a {@link dev.ferrule.sim.scenario.signal.Wave} of its own, a
 * {@link dev.ferrule.sim.scenario.signal.Response} to other channels, noise; {@link
 * dev.ferrule.sim.scenario.signal.Signal} is the three together. Values only; {@code world} moves
 * them.
 */
@NullMarked
package dev.ferrule.sim.scenario.signal;

import org.jspecify.annotations.NullMarked;
