package dev.ferrule.gateway.cli.client;

import dev.ferrule.protocol.Quality;

/**
 * A reading as it came over the stream.
 *
 * @param channel what it is of
 * @param time when, milliseconds since 1970 UTC on the gateway's clock
 * @param value in the channel's unit; NaN when its quality is bad
 * @param quality the code of PROTOCOL.md 0.1
 */
record ClientReading(ClientChannel channel, long time, double value, int quality) {

  /** The value for people. */
  String text() {
    return Double.isNaN(value) ? "–" : channel.text(value);
  }

  /** {@code good}, or the class with its reason: {@code stale: link down}. */
  String qualityText() {
    String reason = Quality.reasonText(quality);
    String word = Quality.classText(quality);
    return reason.isEmpty() || Quality.reasonOf(quality) == Quality.NOT_SPECIFIED
        ? word
        : word + ": " + reason;
  }

  /** Whether it says nothing new after {@code earlier}. */
  boolean repeats(ClientReading earlier) {
    return time == earlier.time
        && quality == earlier.quality
        && Double.compare(value, earlier.value) == 0;
  }
}
