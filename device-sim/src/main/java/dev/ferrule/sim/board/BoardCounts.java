package dev.ferrule.sim.board;

/**
 * What a board counts.
 *
 * @param boots since the simulation started, at least 1
 * @param rows of readings that were sent
 * @param missedRows rows that the machine was too late for
 * @param state where it stands
 * @param protocol what its end of the link counts since its last boot
 */
public record BoardCounts(
    long boots, long rows, long missedRows, BoardState state, ProtocolCounts protocol) {}
