/**
 * {@code ferrule ledger}: what the ledger of a data directory holds, and whether it is as it was
 * written, whether a gateway runs with it or not.
 *
 * <p>One thread, which reads and prints. Start reading at {@code LedgerCommand}.
 */
@NullMarked
package dev.ferrule.gateway.cli.ledger;

import org.jspecify.annotations.NullMarked;
