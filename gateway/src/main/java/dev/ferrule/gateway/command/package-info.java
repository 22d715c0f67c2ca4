/**
 * The one place below every way in that decides about commands and follows each of them to its end.
 *
 * <p>Owner of everything here: the core loop. {@link dev.ferrule.gateway.command.CommandDesk} is
 * where commands come in, where drivers and readings are heard, and from where everybody is told;
 * it holds a {@code Course} for each command, which has its state, its timers, and what is known of
 * it. Nothing is ever sent twice. Before the ledger has it, nothing is handed to a driver but a
 * safe value that it keeps waiting, and nobody is told anything but that it was requested.
 *
 * <p>{@code Admission} decides: by {@code CommandCheck} (what a command is by itself), {@code
 * TimeLimits} (least times and rates) and {@code Interlocks} (the configured {@link
 * dev.ferrule.gateway.command.Rules}, judged by what {@code Outputs} says that everything may be
 * at). {@code Confirmation} sees the value come back, in readings that were taken after the command
 * took effect. {@code RuleWatch} looks on afterwards; {@code Leases} and {@code SafeValues} bring
 * outputs back.
 */
@NullMarked
package dev.ferrule.gateway.command;

import org.jspecify.annotations.NullMarked;
