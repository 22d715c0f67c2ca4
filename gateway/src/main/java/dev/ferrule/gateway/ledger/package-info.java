/**
 * The durable record: what was asked of the gateway and what became of it, written down before
 * anything acts on it or anybody is told.
 *
 * <p>{@link dev.ferrule.gateway.ledger.Ledger} is a port: whoever records something hands it over
 * and goes on in {@code then}, on its own loop, whatever thread the ledger writes on. Nothing is
 * decided here. {@link dev.ferrule.gateway.ledger.Journal} is the port for everything else that
 * must be known afterwards: logins, changes, how devices were.
 *
 * <p>{@code StoredLedger} is both: it remembers on its loop, and {@code LedgerWriter}, one platform
 * thread (native calls pin a virtual one), writes {@code ledger.db}, all that waits in one
 * transaction. Each record is tied to all before it ({@code Chain}); {@link
 * dev.ferrule.gateway.ledger.LedgerReader} looks things up and checks it, in another process or
 * this. {@code MemoryLedger} ends with the process. Start reading at {@code Ledger}.
 */
@NullMarked
package dev.ferrule.gateway.ledger;

import org.jspecify.annotations.NullMarked;
