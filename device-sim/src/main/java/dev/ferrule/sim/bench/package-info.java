/**
 * Measures a gateway under load: boards at one end, WebSocket clients at the other, the gateway as
 * a process between them.
 *
 * <p>Start reading at {@link dev.ferrule.sim.bench.LoadRun}. It knows of a gateway what every user
 * knows: its command line, its configuration file and PROTOCOL.md, part B. It does not know how
 * boards are made: they come from a {@link dev.ferrule.sim.bench.BoardSource}, and send rows in
 * which {@code seq} counts and {@code t} is the moment of sampling. From these two each client
 * tells what was lost, what came twice and how long it took.
 *
 * <p>The main thread starts, waits and reports; the clients ({@code client}) have a thread of their
 * own. {@code gateway} is the process, {@code model} what goes into a run and comes out.
 */
@NullMarked
package dev.ferrule.sim.bench;

import org.jspecify.annotations.NullMarked;
