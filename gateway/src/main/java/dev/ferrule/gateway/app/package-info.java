/**
 * A running gateway: which part runs on which loop, and the order of start and stop.
 *
 * <p>Everything is wired here and nothing is decided here. {@code CoreVerticle} is the loop of the
 * registry and the command desk, {@code LinkVerticle} that of a line and its devices, {@code
 * ServingVerticle} one that serves clients; {@code DeviceFactory} knows which class serves which
 * driver. Only the command line imports this package. Start reading at {@link
 * dev.ferrule.gateway.app.Gateway}.
 */
@NullMarked
package dev.ferrule.gateway.app;

import org.jspecify.annotations.NullMarked;
