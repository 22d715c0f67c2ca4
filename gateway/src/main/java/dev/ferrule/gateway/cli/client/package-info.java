/**
 * The command line's own client of a gateway: connects to its stream as any stranger could, keeps
 * its dictionary, and turns readings into text, lines of JSON or a table in the terminal.
 *
 * <p>Knows a gateway by its address and PROTOCOL.md part B only. One thread, that of the command;
 * the web socket's threads hand over one message at a time. Start reading at {@link
 * dev.ferrule.gateway.cli.client.StreamClient}.
 */
@NullMarked
package dev.ferrule.gateway.cli.client;

import org.jspecify.annotations.NullMarked;
