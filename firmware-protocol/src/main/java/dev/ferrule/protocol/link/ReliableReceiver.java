package dev.ferrule.protocol.link;

/**
 * The receiving side of reliable frames. PROTOCOL.md, section A5. Owner: one thread.
 *
 * <p>{@link #accept} says whether a frame is the next one; {@link #ackDue} says that one must be
 * told, on any frame or alone.
 */
public final class ReliableReceiver {
  private int expected;
  private boolean due;

  /** A receiver at the start of a session. */
  public ReliableReceiver() {}

  /** Starts a new session. */
  public void reset() {
    expected = 0;
    due = false;
  }

  /**
   * Takes the seq of a reliable frame whose CRC is right.
   *
   * @return whether its payload is to be used; false for a repeat and for a frame after a gap
   */
  public boolean accept(int seq) {
    if (seq == expected) {
      expected = (expected + 1) & 7;
      due = true;
      return true;
    }
    due = true;
    return false;
  }

  /** The reliable seq that this side expects next: what acknowledgements say. */
  public int expected() {
    return expected;
  }

  /** Whether the peer must be told {@link #expected} within 20 ms. */
  public boolean ackDue() {
    return due;
  }

  /** A frame that said {@link #expected} has left. */
  public void acknowledged() {
    due = false;
  }
}
