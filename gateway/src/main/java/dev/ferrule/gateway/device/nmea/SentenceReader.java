package dev.ferrule.gateway.device.nmea;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * Cuts bytes into sentences: from a {@code $} to the end of its line. Owner: the driver.
 *
 * <p>What is longer than a sentence may be is dropped to the next {@code $}.
 */
final class SentenceReader {

  private final byte[] line = new byte[Sentence.MAX_LENGTH];
  private final Consumer<Sentence> to;
  private int length;
  private boolean inside;
  private long refused;

  SentenceReader(Consumer<Sentence> to) {
    this.to = to;
  }

  /** Forgets what has begun. */
  void reset() {
    inside = false;
  }

  void feed(byte[] bytes, int offset, int count) {
    for (int i = offset; i < offset + count; i++) {
      byte b = bytes[i];
      if (b == '$') {
        inside = true;
        length = 0;
      } else if (b == '\r' || b == '\n') {
        end();
        continue;
      }
      if (inside && length == line.length) {
        refused++;
        inside = false;
      }
      if (inside) {
        line[length++] = b;
      }
    }
  }

  private void end() {
    if (!inside) {
      return;
    }
    inside = false;
    Optional<Sentence> sentence = Sentence.parse(line, length);
    sentence.ifPresent(to);
    refused += sentence.isEmpty() ? 1 : 0;
  }

  /** Sentences with a wrong form or check sum so far. */
  long refused() {
    return refused;
  }
}
