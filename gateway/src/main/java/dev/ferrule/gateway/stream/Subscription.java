package dev.ferrule.gateway.stream;

import java.time.Duration;

/**
 * What a client gets: clients with equal subscriptions share a group.
 *
 * @param channels the channels
 * @param rate messages per second at most, of which each brings the newest reading per channel; 0
 *     when every reading is wanted
 * @param codec how readings are written
 */
record Subscription(ChannelSet channels, double rate, Subprotocol codec) {

  private static final double NANOS = 1e9;

  /** Whether only the newest reading per channel and interval is wanted. */
  boolean isRated() {
    return rate > 0;
  }

  /** Least time between two messages. */
  Duration interval() {
    return isRated() ? Duration.ofNanos((long) (NANOS / rate)) : Duration.ZERO;
  }
}
