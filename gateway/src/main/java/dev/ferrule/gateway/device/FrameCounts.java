package dev.ferrule.gateway.device;

import java.util.Map;

/**
 * What a driver made of its bytes since the gateway started.
 *
 * @param frames taken: valid ones with something in them for this device
 * @param ignored not for this device, and whole as far as anybody can tell
 * @param damaged refused for their check, their form or their length
 * @param lost readings or frames that are known to be missing
 * @param badValues values in taken frames that were no numbers, or none that can be
 * @param details further counts, each under a word
 */
public record FrameCounts(
    long frames, long ignored, long damaged, long lost, long badValues, Map<String, Long> details) {

  /** A driver that does not count. */
  static final FrameCounts NONE = new FrameCounts(0, 0, Map.of());

  public FrameCounts {
    details = Map.copyOf(details);
  }

  /** A driver whose frames are all for its device, and that knows of none that is missing. */
  public FrameCounts(long frames, long damaged, Map<String, Long> details) {
    this(frames, 0, damaged, 0, 0, details);
  }
}
