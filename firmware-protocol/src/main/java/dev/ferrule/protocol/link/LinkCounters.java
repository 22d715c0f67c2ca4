package dev.ferrule.protocol.link;

/**
 * What a decoder has met since it was made. PROTOCOL.md, section A1.
 *
 * @param frames frames of the other end whose CRC was right
 * @param cobsErrors frames that did not decode as COBS
 * @param crcErrors frames that were too short or failed the CRC
 * @param overruns frames longer than 255 encoded bytes
 * @param malformed frames with a right CRC that broke a rule
 * @param echoes frames of this end itself, which the line gave back
 * @param foreign frames whose header is of a later version, or for somebody else
 * @param lost best-effort frames of a device that never came, by their seq and by its own count
 */
public record LinkCounters(
    long frames,
    long cobsErrors,
    long crcErrors,
    long overruns,
    long malformed,
    long echoes,
    long foreign,
    long lost) {}
