package dev.ferrule.gateway.device.text;

import dev.ferrule.gateway.loop.Loop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Lines of which the board has shown nothing: where a line does not say what it carries, as a
 * pseudo-terminal, this alone bounds what may lie there unread and take effect whenever the board
 * goes on.
 *
 * <p>A board reads in order, so that whatever shows one line shows all before it. Owner: the
 * driver.
 */
final class Unproved {

  /** Lines that may be without a sign of the board. */
  static final int LIMIT = 8;

  /** After this a line is taken for lost, or the board for one that never shows it. */
  static final Duration FORGOTTEN = Duration.ofSeconds(30);

  private final Loop loop;
  private final Deque<Sent> sent = new ArrayDeque<>();

  private record Sent(int channel, double value, long at) {}

  Unproved(Loop loop) {
    this.loop = loop;
  }

  void clear() {
    sent.clear();
  }

  /** Whether the board must show something before it is sent more. */
  boolean isFull() {
    long now = loop.nanoTime();
    while (!sent.isEmpty() && now - sent.getFirst().at() >= FORGOTTEN.toNanos()) {
      sent.removeFirst();
    }
    return sent.size() >= LIMIT;
  }

  /** A line went out that the board must show. */
  void add(int channel, double value) {
    sent.addLast(new Sent(channel, value, loop.nanoTime()));
    if (sent.size() > 2 * LIMIT) {
      sent.removeFirst(); // of the safe values, which nothing holds up
    }
  }

  boolean isEmpty() {
    return sent.isEmpty();
  }

  /** The board shows a value of a channel, by a reading or by an answer. */
  void shown(int channel, double value, TextWriter writer) {
    int read = 0;
    int proved = 0;
    for (Iterator<Sent> all = sent.iterator(); all.hasNext(); ) {
      Sent one = all.next();
      read++;
      if (one.channel() == channel && writer.isSame(one.value(), value)) {
        proved = read;
      }
    }
    for (int i = 0; i < proved; i++) {
      sent.removeFirst();
    }
  }
}
