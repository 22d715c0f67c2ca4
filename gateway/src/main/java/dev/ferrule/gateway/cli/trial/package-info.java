/**
 * What {@code ferrule try} makes of a line: bytes heard from a port or a file, and the driver that
 * understands them. Asks each driver's package; knows nothing of its own about any format. Works on
 * the thread of the command. Start reading at {@link dev.ferrule.gateway.cli.trial.Finding}.
 */
@NullMarked
package dev.ferrule.gateway.cli.trial;

import org.jspecify.annotations.NullMarked;
