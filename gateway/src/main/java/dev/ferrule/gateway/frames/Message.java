package dev.ferrule.gateway.frames;

/** One message as PROTOCOL.md part B has it, before it meets a socket. */
public sealed interface Message {

  /**
   * Readings in the binary form.
   *
   * @param bytes handed over at construction and never written again by anyone
   */
  @SuppressWarnings("ArrayRecordComponent") // written to sockets as it is
  record Binary(byte[] bytes) implements Message {}

  /** JSON text. */
  record Text(String text) implements Message {}
}
