package dev.ferrule.protocol.link;

import org.jspecify.annotations.Nullable;

/**
 * Best-effort frames of a device that never came. PROTOCOL.md, section A1.
 *
 * <p>A gap in seq counts at once, modulo 256; the count in STATUS then says how many times 256 more
 * there were. A session forgets nothing of it, another boot does. Owner: its decoder.
 */
final class LossCount {
  private @Nullable BootId boot;

  /** Of the latest frame of a session, or -1 before the first. */
  private int seq = -1;

  /** Of the same frame. */
  private int crc;

  /** Its place among all frames since boot, modulo 2^32, as far as this end can tell. */
  private int place;

  /** Whether a STATUS has said it. */
  private boolean placed;

  /** Frames outside a session since then: of this boot, unless the next HELLO names another. */
  private int strays;

  private long lost;

  long lost() {
    return lost;
  }

  /**
   * Takes a best-effort frame.
   *
   * @param frameCrc its CRC, by which a repeat is known from a frame 256 later
   * @param inSession bit A of its header
   * @param said its message; nothing when it has none of its own or is of no use
   */
  void take(int frameSeq, int frameCrc, boolean inSession, @Nullable LinkMessage said) {
    if (said instanceof LinkMessage.Hello hello) {
      greeted(hello.bootId());
    }
    if (!inSession) {
      strays++;
      return;
    }
    boolean repeat = frameSeq == seq && frameCrc == crc && strays == 0;
    if (seq >= 0 && !repeat) {
      int gap = (frameSeq - seq - 1 - strays) & 0xFF;
      lost += gap;
      place += gap + strays + 1;
    }
    seq = frameSeq;
    crc = frameCrc;
    strays = 0;
    if (said instanceof LinkMessage.Status status && (status.sent() & 0xFF) == frameSeq) {
      place(status.sent());
    }
  }

  private void greeted(BootId id) {
    if (!id.equals(boot)) {
      boot = id;
      seq = -1;
      placed = false;
      strays = 0;
    }
  }

  private void place(int sent) {
    lost += placed ? sent - place : 0;
    place = sent;
    placed = true;
  }
}
