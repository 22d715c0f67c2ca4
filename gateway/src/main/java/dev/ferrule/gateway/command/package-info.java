/**
 * The one place below every way in that decides about commands and follows each of them to its end.
 *
 * <p>Owner of everything here: the core loop. {@link dev.ferrule.gateway.command.CommandDesk}
 * admits, hands to the driver, takes the driver's word and the readings, and tells everyone who
 * listens. Nothing is ever sent twice. The ledger holds what was asked before the first byte
 * leaves.
 */
@NullMarked
package dev.ferrule.gateway.command;

import org.jspecify.annotations.NullMarked;
