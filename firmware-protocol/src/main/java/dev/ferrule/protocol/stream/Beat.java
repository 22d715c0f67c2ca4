package dev.ferrule.protocol.stream;

import static dev.ferrule.protocol.stream.StreamFormat.MAX_BEAT;

/**
 * The reference's time, and the beat in which relative messages count from it. PROTOCOL.md, section
 * B2. A reference takes the longest beat that all messages since the reference before it kept to.
 * Owner: its encoder.
 */
final class Beat {
  private long reference;
  private long millis = 1;

  /** What the times since the reference are multiples of; 0 before there is one. */
  private long common;

  Beat() {}

  /** A reference; one of the same time is the same again, for somebody who comes later. */
  void begin(long time) {
    if (time == reference) {
      return;
    }
    long kept = common == 0 ? 1 : commonDivisor(common, Math.abs(time - reference));
    millis = kept > MAX_BEAT ? 1 : kept;
    reference = time;
    common = 0;
  }

  /** How many whole beats a time is after the reference. */
  long count(long time) {
    common = commonDivisor(common, time - reference);
    return (time - reference) / millis;
  }

  long reference() {
    return reference;
  }

  long millis() {
    return millis;
  }

  private static long commonDivisor(long one, long other) {
    long a = one;
    long b = other;
    while (a != 0 && a != 1) {
      long rest = b % a;
      b = a;
      a = rest;
    }
    return a == 1 ? 1 : b;
  }
}
