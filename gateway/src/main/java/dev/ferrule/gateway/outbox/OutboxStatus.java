package dev.ferrule.gateway.outbox;

import java.time.Duration;
import java.util.Optional;

/**
 * How much is still to be told.
 *
 * @param readings how many
 * @param oldest time of the oldest of them, milliseconds since 1970 UTC; 0 when there is none
 * @param told past readings that were acknowledged since the start
 * @param lost readings that the history had dropped before they could be told, since the start
 * @param left how long until the history drops the oldest at the rate it grows now; empty when
 *     nothing waits
 */
public record OutboxStatus(
    long readings, long oldest, long told, long lost, Optional<Duration> left) {

  /** Nothing waits, and nothing ever did. */
  public static final OutboxStatus NOTHING = new OutboxStatus(0, 0, 0, 0, Optional.empty());
}
