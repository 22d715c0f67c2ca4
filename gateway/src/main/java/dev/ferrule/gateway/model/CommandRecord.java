package dev.ferrule.gateway.model;

/**
 * A command and where it is: what clients are told and what the ledger keeps.
 *
 * @param command what was asked
 * @param state where it is
 * @param time when it got there, milliseconds since 1970 UTC
 */
public record CommandRecord(Command command, CommandState state, long time) {}
