package dev.ferrule.gateway.device;

/**
 * A two-way stream of bytes that opens itself again when it breaks: a serial line in the product,
 * anything in a test.
 *
 * <p>Start and close from any thread. Everything it tells is told on the loop that it was made
 * with.
 */
public interface ByteLink extends AutoCloseable {

  /** Starts opening, and goes on trying with growing pauses until closed. */
  void start(Listener listener);

  /** Closes and stops trying. Returns when the port is free, within 500 ms. */
  @Override
  void close();

  /** What a link tells; all calls on its loop. */
  interface Listener {
    /** Open; {@code out} is valid until {@link #closed}. */
    void opened(Output out);

    /** Bytes, valid only during the call; {@code nanoTime} is when they were read. */
    void received(byte[] bytes, int offset, int length, long nanoTime);

    /** Not open any more, or could not be opened; told once per change of {@code reason}. */
    void closed(String reason);
  }

  /**
   * How far bytes get: {@link #dropped}, or {@link #begun} and then one of {@link #carried} and
   * {@link #torn}. A link that closes may keep the rest to itself.
   */
  interface Passage {
    /** The line had room for them, and they are on their way. */
    void begun();

    /** The line has carried all of them. */
    void carried();

    /** Their time was over before the line had room: none of them left. */
    void dropped();

    /** Their time was over before the line had carried them; what could be thrown away was. */
    void torn();
  }

  /** The way out of an open link. On the loop only. */
  interface Output {
    /**
     * Queues a copy of the bytes for writing, all or nothing. What the line does not carry although
     * it should have long ago is thrown away: nothing that was queued takes effect much later.
     *
     * @return false when the queue (16 KiB) has no room or the link is closed: nothing was written,
     *     the caller decides
     */
    boolean write(byte[] bytes, int offset, int length);

    /**
     * The same of bytes that must not take effect after a moment, and whose way is told on the
     * loop. A link that keeps nothing back need not know more than {@link #write(byte[], int,
     * int)}.
     *
     * @param deadline nanoseconds on the loop's monotonic clock
     */
    default boolean write(byte[] bytes, long deadline, Passage passage) {
      boolean taken = write(bytes, 0, bytes.length);
      if (taken) {
        passage.begun();
        passage.carried();
      }
      return taken;
    }

    /** Nanoseconds that {@code bytes} take on the line at its baud rate. */
    long transmissionNanos(int bytes);
  }
}
