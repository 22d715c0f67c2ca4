/**
 * The durable record: what was asked of the gateway and what became of it, written down before
 * anything acts on it or anybody is told.
 *
 * <p>{@link dev.ferrule.gateway.ledger.Ledger} is a port: whoever records something hands it over
 * and goes on in {@code then}, on its own loop, whatever thread the ledger writes on. Nothing is
 * decided here. Commands are recorded; alarms, logins and changes of the configuration have their
 * place here, too. {@code MemoryLedger} ends with the process. Start reading at {@code Ledger}.
 */
@NullMarked
package dev.ferrule.gateway.ledger;

import org.jspecify.annotations.NullMarked;
