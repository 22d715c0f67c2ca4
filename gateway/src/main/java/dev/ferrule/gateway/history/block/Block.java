package dev.ferrule.gateway.history.block;

/**
 * Readings of one series as they are stored.
 *
 * @param series number of the series
 * @param base number of the base that their times were made with
 * @param number how many readings of the series came before the first one, ever
 * @param upto journal message up to which the readings of the series are in blocks
 * @param summary of what the bytes hold
 * @param bytes a message of PROTOCOL.md part B with channel 0, sealed
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never written again
public record Block(int series, int base, long number, long upto, Summary summary, byte[] bytes) {}
