package dev.ferrule.gateway.device.firmware;

import java.time.Duration;

/**
 * How the gateway treats a board that speaks the link protocol; everything else the board says
 * itself.
 *
 * @param heartbeatTimeout T of PROTOCOL.md A4, 200 ms to 60 s: without heartbeats for so long the
 *     board puts its outputs to their safe values, without a frame for so long the gateway calls
 *     the board silent
 * @param expected who must answer
 */
public record FirmwareSettings(Duration heartbeatTimeout, ExpectedBoard expected) {

  private static final Duration SHORTEST = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofSeconds(60);

  /** A lost link shows within 2 s. */
  public static final FirmwareSettings DEFAULT = new FirmwareSettings(Duration.ofSeconds(2));

  /** For any board. */
  FirmwareSettings(Duration heartbeatTimeout) {
    this(heartbeatTimeout, ExpectedBoard.ANY);
  }

  public FirmwareSettings {
    if (heartbeatTimeout.compareTo(SHORTEST) < 0 || heartbeatTimeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "the heartbeat timeout must be 200 ms to 60 s, not "
              + heartbeatTimeout.toMillis()
              + " ms");
    }
  }
}
