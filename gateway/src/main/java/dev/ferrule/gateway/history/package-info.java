/**
 * What channels showed: every reading, kept in {@code history.db} for as long as the configuration
 * says.
 *
 * <p>Readings go one way: the {@link dev.ferrule.gateway.history.Collector} hangs on a replica of
 * the registry, like everything that goes out, and once a second hands what came to the {@link
 * dev.ferrule.gateway.history.file.HistoryWriter}, a thread of its own: first as one message of the
 * journal, so that nothing is lost when the process ends; and when a channel has enough, as a block
 * of that channel, in the packed form of PROTOCOL.md part B with its least, greatest and sum, and
 * the journal is cut. {@link dev.ferrule.gateway.history.query.HistoryReader} answers questions on
 * another thread, from blocks and journal. Nothing that serves or drives waits for a disk: what the
 * disk does not take in time is counted as lost. Start reading at {@code History}.
 */
@NullMarked
package dev.ferrule.gateway.history;

import org.jspecify.annotations.NullMarked;
