package dev.ferrule.gateway.model;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What came over the link of a device since the gateway started, about a second old at most.
 *
 * @param bytes that came for this device; on a line that is shared, those that came when it was
 *     asked
 * @param frames taken: valid frames, lines, sentences, answers with something for this device
 * @param ignored not for this device: titles, boot text, other types; no sign of damage
 * @param damaged what was refused for its check, its form or its length
 * @param lost readings or frames that are known to be missing
 * @param badValues values in taken frames that were no numbers, or none that can be
 * @param lastBytes when the last bytes came, milliseconds since 1970 UTC; 0 when none did
 * @param lastFrame when the last frame was taken, likewise, to about a second
 * @param details further counts by the driver's words, such as {@code crc} or {@code restarts}
 */
public record LinkCounts(
    long bytes,
    long frames,
    long ignored,
    long damaged,
    long lost,
    long badValues,
    long lastBytes,
    long lastFrame,
    SortedMap<String, Long> details) {

  /** Before anything came. */
  public static final LinkCounts NONE = new LinkCounts(0, 0, 0, 0, 0, 0, 0, 0, new TreeMap<>());

  public LinkCounts {
    details = new TreeMap<>(details);
  }

  /** These, and what came later over another opening of the link. */
  public LinkCounts plus(LinkCounts later) {
    var sums = new TreeMap<>(details);
    later.details.forEach((word, count) -> sums.merge(word, count, Long::sum));
    return new LinkCounts(
        bytes + later.bytes,
        frames + later.frames,
        ignored + later.ignored,
        damaged + later.damaged,
        lost + later.lost,
        badValues + later.badValues,
        Math.max(lastBytes, later.lastBytes),
        Math.max(lastFrame, later.lastFrame),
        sums);
  }
}
