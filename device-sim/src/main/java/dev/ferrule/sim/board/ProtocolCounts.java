package dev.ferrule.sim.board;

/**
 * The counters of a board's end of the link, as in its STATUS; all 0 for a text board but the first
 * and the last two.
 *
 * @param received good frames, or lines
 * @param crcErrors frames with a wrong CRC
 * @param cobsErrors frames that are no COBS
 * @param overruns frames that are too long
 * @param malformed frames that break a rule, or lines that make no sense
 * @param resent reliable frames that were sent again
 * @param dropped frames or lines that found no room to be sent
 */
public record ProtocolCounts(
    long received,
    long crcErrors,
    long cobsErrors,
    long overruns,
    long malformed,
    long resent,
    long dropped) {}
