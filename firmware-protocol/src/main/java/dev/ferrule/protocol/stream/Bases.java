package dev.ferrule.protocol.stream;

import java.util.Arrays;

/**
 * What the first value of a column is relative to: the last integer of its channel in the message,
 * or the reference's. PROTOCOL.md, sections B1 and B2. Owner: its encoder or decoder.
 */
final class Bases {
  private final int[] reference;
  private final int[] last;

  /** The message that {@link #last} of a channel is of. */
  private final int[] lastOf;

  private int message;
  private boolean isRelative;
  private boolean isKey;

  Bases(int channels) {
    reference = new int[channels];
    last = new int[channels];
    lastOf = new int[channels];
  }

  /** Starts a message. One that {@code mode} makes the reference replaces it wholly. */
  void begin(MessageMode mode) {
    message++;
    isRelative = mode == MessageMode.RELATIVE;
    isKey = mode == MessageMode.REFERENCE;
    if (isKey) {
      Arrays.fill(reference, 0);
    }
  }

  int of(int channel) {
    if (lastOf[channel] == message) {
      return last[channel];
    }
    return isRelative ? reference[channel] : 0;
  }

  /** The last integer of a channel so far. */
  void put(int channel, int value) {
    last[channel] = value;
    lastOf[channel] = message;
    if (isKey) {
      reference[channel] = value;
    }
  }
}
