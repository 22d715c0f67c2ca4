package dev.ferrule.gateway.device;

import java.util.Map;

/**
 * What a driver made of its bytes since the gateway started.
 *
 * @param frames valid ones
 * @param damaged refused for their check, their form or their length, or missed
 * @param details further counts, each under a word
 */
public record FrameCounts(long frames, long damaged, Map<String, Long> details) {

  /** A driver that does not count. */
  static final FrameCounts NONE = new FrameCounts(0, 0, Map.of());

  public FrameCounts {
    details = Map.copyOf(details);
  }
}
