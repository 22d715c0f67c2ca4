/**
 * WebSocket clients by the thousand, and what each of them got.
 *
 * <p>Start reading at {@link dev.ferrule.sim.bench.client.ClientLoop}, the one thread of them all,
 * {@code bench-clients}: it owns everything here, and others come in by its methods. Readings are
 * decoded once for all clients ({@code SharedDecoder}) and counted against the {@link
 * dev.ferrule.sim.bench.client.Window} ({@code Scores}). Knows a gateway by PROTOCOL.md, part B,
 * only.
 */
@NullMarked
package dev.ferrule.sim.bench.client;

import org.jspecify.annotations.NullMarked;
