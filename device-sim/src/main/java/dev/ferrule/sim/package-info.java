/**
 * Simulated boards that speak the real bytes over real pseudo-terminals.
 *
 * <p>As a program: {@link dev.ferrule.sim.SimMain}. As a library for tests: {@link
 * dev.ferrule.sim.Simulation}, with a {@link dev.ferrule.sim.SimBoard} for each board. The gateway
 * does not know that a device is simulated, and nothing here knows the gateway.
 *
 * <p>Packages, read downward; arrows point down only, and {@code ArchitectureTest} holds them to
 * it:
 *
 * <pre>
 * bench                                 measures a gateway under load
 *   bench.client  bench.gateway         WebSocket clients; the gateway as a process
 *   bench.model                         what goes into a run and comes out
 * replay                                what a real device said before, said again
 * board.firmware .text .nmea .modbus .gpio   what a board speaks
 * board                                 what every board has
 * world                                 what boards measure and act on
 * scenario                              what is simulated
 *   scenario.signal                     how values move
 *   scenario.yaml                       text with places
 * line                                  what goes wrong between board and gateway
 * loop                                  the one thread and its time
 * pty                                   pseudo-terminals
 * </pre>
 */
@NullMarked
package dev.ferrule.sim;

import org.jspecify.annotations.NullMarked;
