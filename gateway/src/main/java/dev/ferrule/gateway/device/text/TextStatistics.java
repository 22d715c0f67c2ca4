package dev.ferrule.gateway.device.text;

import dev.ferrule.gateway.device.FrameCounts;
import dev.ferrule.gateway.device.text.fields.Misfit;
import dev.ferrule.gateway.device.text.framing.Refusal;
import java.util.HashMap;
import java.util.Map;

/**
 * What came over a text line since the gateway started.
 *
 * @param frames with at least one declared field
 * @param ignored frames that are not for this device
 * @param damaged frames that are refused for their check, their form or their length
 * @param refused both, by the reason's text
 * @param unknownFields fields that no channel declares
 * @param notNumbers values that were not numbers
 */
record TextStatistics(
    long frames,
    long ignored,
    long damaged,
    Map<String, Long> refused,
    long unknownFields,
    long notNumbers) {

  public TextStatistics {
    refused = Map.copyOf(refused);
  }

  /** The same in the words of every driver. */
  FrameCounts counts() {
    Map<String, Long> details = new HashMap<>(refused);
    details.put("unknown fields", unknownFields);
    return new FrameCounts(frames, ignored, damaged, 0, notNumbers, details);
  }

  /** Bytes that were no frame, by reason. */
  long refused(Refusal reason) {
    return refused.getOrDefault(reason.text(), 0L);
  }

  /** Frames whose values could not be found, by reason. */
  long refused(Misfit reason) {
    return refused.getOrDefault(reason.text(), 0L);
  }
}
