package dev.ferrule.gateway.stream;

/** The socket of one client, as far as its session needs it. All calls on the session's loop. */
interface ClientSocket {

  /**
   * Writes one message; never blocks. What the network does not take yet waits in memory and counts
   * as pending.
   */
  void send(Payload payload);

  /** Bytes that were sent and that the network has not taken yet. */
  long pending();

  /** Grows whenever the network took a message that had to wait. */
  long progress();

  /** Calls {@code drained} each time that pending bytes were taken. */
  void onProgress(Runnable drained);

  /** Takes no more messages of the client until {@link #listen}; pings are still answered. */
  void ignore();

  /** Takes messages again. */
  void listen();

  /** Ends the connection at once, without a word: what waits for the client is gone. */
  void drop();

  /**
   * Says why and closes; within a second the connection is gone, whether or not the client reads
   * on.
   */
  void close(CloseCode code);
}
