/**
 * The one place below every way in that decides about commands and follows each of them to its end.
 *
 * <p>Owner of everything here: the core loop. {@link dev.ferrule.gateway.command.CommandDesk}
 * admits, hands to the driver, takes the driver's word and the readings, and tells everyone who
 * listens. Nothing is ever sent twice. The ledger holds what was asked before the first byte
 * leaves.
 *
 * <p>A command passes {@code Admission} (what it is by itself), then {@code Interlocks} (the
 * configured {@link dev.ferrule.gateway.command.Rules}, judged by what {@code Outputs} says that
 * everything may be at). {@code RuleWatch} looks on afterwards; {@code Leases} and {@code
 * SafeValues} bring outputs back.
 */
@NullMarked
package dev.ferrule.gateway.command;

import org.jspecify.annotations.NullMarked;
