/**
 * What {@code ferrule try} makes of a line: bytes heard from a port or a file, and the driver that
 * understands them. Asks each driver's package; knows nothing of its own about any format. A
 * proposal is rehearsed before it is shown: loaded as {@code ferrule check} does and run over what
 * was heard.
 *
 * <p>Works on the thread of the command. Start reading at {@link
 * dev.ferrule.gateway.cli.trial.Verdict}.
 */
@NullMarked
package dev.ferrule.gateway.cli.trial;

import org.jspecify.annotations.NullMarked;
