package dev.ferrule.protocol.link;

import dev.ferrule.protocol.link.LinkMessage.Refused;

/** Where a decoder delivers frames: {@link #frame} first, then at most one of the others. */
public interface LinkSink {

  /**
   * A frame of the other end whose CRC is right.
   *
   * @param reliable the R bit
   * @param seq 0 to 7, of a best-effort frame 0 to 255
   * @param ack the reliable seq that the sender expects next, or -1 when it says nothing
   * @return whether the payload shall be delivered; false for a repeat or a frame after a gap
   */
  boolean frame(boolean reliable, int seq, int ack);

  /**
   * A frame that this end sent itself: the adapter gives back what is sent. Nothing else is said.
   */
  default void echo() {}

  /** Readings, by a cursor that is valid only during the call. */
  void readings(ReadingsCursor readings);

  /** Any other message. */
  void message(LinkMessage message);

  /**
   * A HELLO or HELLO_REQ that is malformed, by its type: answer REFUSED. It is counted, and not
   * delivered.
   */
  default void refused(int type, Refused.Rule why) {}

  /** A type that this version does not know and that asks to be told so: answer UNSUPPORTED. */
  void unsupported(int type);
}
