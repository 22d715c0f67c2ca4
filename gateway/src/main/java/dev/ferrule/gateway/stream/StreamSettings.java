package dev.ferrule.gateway.stream;

import java.time.Duration;

/**
 * How the stream treats its clients.
 *
 * @param tick how long readings are gathered at most while a group is busy, 1 ms to 1 s; 10 ms
 *     unless set
 * @param clients most clients at a time, over all loops, 1 to 100000; more are closed with 1013
 * @param queueBytes bytes that may wait for one client before the newest value per channel wins, 64
 *     KiB to 16 MiB
 * @param stall how long nothing may drain before a client is closed with 4413, 1 s to 10 min
 * @param messages client messages per second that are taken in the long run, 1 to 10000
 * @param burst client messages that are taken at once, 1 to 100000
 */
public record StreamSettings(
    Duration tick, int clients, int queueBytes, Duration stall, int messages, int burst) {

  /** What holds when the configuration says nothing. */
  public static final StreamSettings DEFAULT =
      new StreamSettings(Duration.ofMillis(10), 500, 256 * 1024, Duration.ofSeconds(10), 50, 100);

  /** Longest message that a client may send, bytes (PROTOCOL.md B3). */
  public static final int MAX_CLIENT_MESSAGE = 4096;

  public StreamSettings {
    between("tick", tick.toMillis(), 1, 1_000);
    between("clients", clients, 1, 100_000);
    between("queueBytes", queueBytes, 64 * 1024, 16 * 1024 * 1024);
    between("stall", stall.toMillis(), 1_000, 600_000);
    between("messages", messages, 1, 10_000);
    between("burst", burst, 1, 100_000);
  }

  private static void between(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " must be " + least + " to " + most + ", not " + value);
    }
  }
}
