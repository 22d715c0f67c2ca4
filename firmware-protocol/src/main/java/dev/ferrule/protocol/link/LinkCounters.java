package dev.ferrule.protocol.link;

/**
 * What a decoder has met since it was made. PROTOCOL.md, section A1.
 *
 * @param frames frames whose CRC was right
 * @param cobsErrors frames that did not decode as COBS
 * @param crcErrors frames that were too short or failed the CRC
 * @param overruns frames longer than 255 encoded bytes
 * @param malformed frames with a right CRC that broke a rule
 * @param lost best-effort frames that never came, by the gaps in their seq
 */
public record LinkCounters(
    long frames, long cobsErrors, long crcErrors, long overruns, long malformed, long lost) {}
