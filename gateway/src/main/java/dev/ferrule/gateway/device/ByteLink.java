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

  /** The way out of an open link. On the loop only. */
  interface Output {
    /**
     * Queues a copy of the bytes for writing, all or nothing.
     *
     * @return false when the queue (16 KiB) has no room or the link is closed: nothing was written,
     *     the caller decides
     */
    boolean write(byte[] bytes, int offset, int length);

    /** Nanoseconds that {@code bytes} take on the line at its baud rate. */
    long transmissionNanos(int bytes);
  }
}
