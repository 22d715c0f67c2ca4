/**
 * What a log line looks like and where it goes: standard error, one line an event, for people, the
 * journal or machines.
 *
 * <p>Everything else in the program logs through {@link java.lang.System.Logger} and knows nothing
 * of this package. Any thread. Start reading at {@link dev.ferrule.gateway.cli.logging.LogSetup}.
 */
@NullMarked
package dev.ferrule.gateway.cli.logging;

import org.jspecify.annotations.NullMarked;
