package dev.ferrule.gateway.device.nmea;

import java.util.function.Consumer;

/**
 * Cuts bytes into sentences: from a {@code $} to the end of its line, and counts what is none.
 * Owner: the driver.
 *
 * <p>What is longer than a sentence may be is dropped to the next {@code $}.
 */
final class SentenceReader {

  private final byte[] line = new byte[Line.MAX_LENGTH];
  private final boolean unchecked;
  private final Consumer<Sentence> to;
  private final Runnable damage;
  private int length;
  private boolean inside;

  /** Bytes came outside of sentences since the last end of a line. */
  private boolean outside;

  /** No line has ended yet: what came may be the end of one that began before. */
  private boolean fresh = true;

  private long damaged;
  private long withoutSum;
  private long makersOwn;
  private long others;

  /**
   * A reader that has heard nothing.
   *
   * @param unchecked whether sentences without a check sum are taken
   * @param damage runs for each that is damaged
   */
  SentenceReader(boolean unchecked, Consumer<Sentence> to, Runnable damage) {
    this.unchecked = unchecked;
    this.to = to;
    this.damage = damage;
  }

  /** Forgets what has begun. */
  void reset() {
    inside = false;
    outside = false;
    fresh = true;
  }

  void feed(byte[] bytes, int offset, int count) {
    for (int i = offset; i < offset + count; i++) {
      byte b = bytes[i];
      if (b == '\r' || b == '\n') {
        end();
        continue;
      }
      if (b == '$' || b == '!') {
        drop();
        inside = true;
        length = 0;
      }
      if (inside && length == line.length) {
        drop();
      }
      if (inside) {
        line[length++] = b;
      } else {
        outside = true;
      }
    }
  }

  /** What has begun ends without the end of a line. */
  private void drop() {
    if (inside) {
      if (Line.isSentence(line, length)) {
        addDamaged();
      }
      inside = false;
      outside = true;
    }
  }

  private void addDamaged() {
    damaged++;
    damage.run();
  }

  private void end() {
    if (inside) {
      inside = false;
      switch (Line.of(line, length, unchecked)) {
        case Line.Talk(Sentence sentence) -> to.accept(sentence);
        case Line.None.MAKERS_OWN -> makersOwn++;
        case Line.None.UNCHECKED -> withoutSum++;
        case Line.None.OTHER -> others++;
        case Line.None.DAMAGED -> addDamaged();
      }
    } else if (outside && !fresh) {
      others++;
    }
    outside = false;
    fresh = false;
  }

  /** Sentences with a wrong check sum, or cut. */
  long damaged() {
    return damaged;
  }

  /** Sentences without a check sum that were not taken for that. */
  long withoutSum() {
    return withoutSum;
  }

  /** Sentences that only their maker knows. */
  long makersOwn() {
    return makersOwn;
  }

  /** Lines that are no sentences. */
  long others() {
    return others;
  }
}
