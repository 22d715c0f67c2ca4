package dev.ferrule.protocol.link;

/**
 * The receiving side of reliable frames. PROTOCOL.md, section A5. Owner: one thread.
 *
 * <p>{@link #accept} says whether a frame is the next one; {@link #ackDue} says that one must be
 * told, on any frame or alone.
 */
public final class ReliableReceiver {
  private static final int LARGEST_WINDOW = 7;

  private final int window;
  private int expected;
  private int taken;
  private boolean gapAnswered;
  private boolean due;

  /** A receiver at the start of a session, from a peer that may use any window. */
  public ReliableReceiver() {
    this(LARGEST_WINDOW);
  }

  /**
   * A receiver at the start of a session.
   *
   * @param window most reliable frames that the peer has unacknowledged, 1 to 7: the smaller, the
   *     surer is a frame after a gap known from a repeat
   */
  public ReliableReceiver(int window) {
    this.window = Math.clamp(window, 1, LARGEST_WINDOW);
  }

  /** Starts a new session. */
  public void reset() {
    expected = 0;
    taken = 0;
    gapAnswered = false;
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
      taken = Math.min(taken + 1, LARGEST_WINDOW);
      gapAnswered = false;
      due = true;
      return true;
    }
    int back = (expected - seq) & 7;
    boolean repeat = back <= window && back <= taken;
    due |= repeat || !gapAnswered;
    gapAnswered |= !repeat;
    return false;
  }

  /** The reliable seq that this side expects next: what acknowledgments say. */
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
