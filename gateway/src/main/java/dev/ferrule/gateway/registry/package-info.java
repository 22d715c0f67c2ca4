/**
 * The one place that knows the latest value of each channel. Everything that goes out hangs on it.
 *
 * <p>{@link dev.ferrule.gateway.registry.Registry} lives on the core loop: drivers report to it
 * through a {@link dev.ferrule.gateway.registry.DeviceFeed}, and each loop that serves clients
 * keeps a {@link dev.ferrule.gateway.registry.Replica} of it. Both crossings between loops are a
 * {@link dev.ferrule.gateway.loop.Mailbox}: bounded, in order, and when full it keeps the newest
 * reading per channel and counts what it replaced. Nothing here opens a socket or a port.
 */
@NullMarked
package dev.ferrule.gateway.registry;

import org.jspecify.annotations.NullMarked;
