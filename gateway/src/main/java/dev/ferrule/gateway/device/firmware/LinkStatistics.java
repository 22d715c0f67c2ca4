package dev.ferrule.gateway.device.firmware;

import dev.ferrule.gateway.device.FrameCounts;
import dev.ferrule.protocol.link.LinkCounters;
import dev.ferrule.protocol.link.LinkMessage.Status;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How well a board and the gateway understand each other, since the gateway started.
 *
 * @param received what the gateway's decoder met
 * @param unused rows that came whole, but outside a session
 * @param resent reliable frames that the gateway sent again
 * @param sendDropped best-effort frames that the line had no room for
 * @param sessions sessions that came up
 * @param restarts restarts of the board that were noticed
 * @param board what the board counted since its boot; empty until it told
 */
record LinkStatistics(
    LinkCounters received,
    long unused,
    long resent,
    long sendDropped,
    long sessions,
    long restarts,
    Optional<Status> board) {

  /** The same in the words of every driver. */
  FrameCounts counts() {
    Map<String, Long> details = new TreeMap<>();
    details.put("cobs", received.cobsErrors());
    details.put("crc", received.crcErrors());
    details.put("overrun", received.overruns());
    details.put("malformed", received.malformed());
    details.put("echoes", received.echoes());
    details.put("foreign", received.foreign());
    long lost = received.lost() + unused;
    details.put("lost", lost);
    details.put("resent", resent);
    details.put("send_dropped", sendDropped);
    details.put("sessions", sessions);
    details.put("restarts", restarts);
    return new FrameCounts(received.frames(), 0, damaged(), lost, 0, details);
  }

  private long damaged() {
    return received.cobsErrors()
        + received.crcErrors()
        + received.overruns()
        + received.malformed();
  }
}
