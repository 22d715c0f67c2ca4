/**
 * Hears serial ports without a gateway, and without saying anything: a port for {@code ferrule
 * try}, the drivers of a configuration for {@code ferrule doctor}.
 *
 * <p>What a driver would write is taken and dropped. Each run has an event loop of its own; what
 * was heard crosses to the thread of the command. Start reading at {@link
 * dev.ferrule.gateway.cli.listen.ListenOnlyRun}.
 */
@NullMarked
package dev.ferrule.gateway.cli.listen;

import org.jspecify.annotations.NullMarked;
