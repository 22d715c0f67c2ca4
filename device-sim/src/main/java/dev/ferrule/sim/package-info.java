/**
 * Simulated boards that speak the real bytes over real pseudo-terminals.
 *
 * <p>As a program: {@link dev.ferrule.sim.SimMain}. As a library for tests: {@link
 * dev.ferrule.sim.Simulation}, with a {@link dev.ferrule.sim.SimBoard} for each board. The gateway
 * does not know that a device is simulated, and nothing here knows the gateway.
 *
 * <p>Packages, read downwards; arrows point down only: {@code load}, {@code board} (what a board
 * says and does), {@code world} (what it measures), {@code scenario} (what is simulated), {@code
 * replay} (what a real device said before), {@code line} (what goes wrong between), {@code loop}
 * (the one thread and its time), {@code pty}.
 */
@NullMarked
package dev.ferrule.sim;

import org.jspecify.annotations.NullMarked;
