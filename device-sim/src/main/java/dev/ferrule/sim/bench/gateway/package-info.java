/**
 * The gateway that is measured, as a process: {@link dev.ferrule.sim.bench.gateway.GatewayProcess}
 * starts and ends it, {@link dev.ferrule.sim.bench.gateway.Usage} says what it used.
 *
 * <p>Knows its command line and its configuration file, nothing of what it sends. On the caller's
 * thread. Linux only.
 */
@NullMarked
package dev.ferrule.sim.bench.gateway;

import org.jspecify.annotations.NullMarked;
