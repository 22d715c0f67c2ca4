package dev.ferrule.protocol.stream;

/** How a message stands to the reference. PROTOCOL.md, section B2. */
public enum MessageMode {
  /** Neither K nor R: complete in itself, and no reference for others. */
  ABSOLUTE(0x00),
  /** K: complete in itself, and the reference from now on. */
  REFERENCE(0x20),
  /** R: times and values are relative to the reference. */
  RELATIVE(0x10);

  private final int bits;

  MessageMode(int bits) {
    this.bits = bits;
  }

  /** The mode of a first byte; with both bits it is RELATIVE and tells how much further it goes. */
  static MessageMode of(int h0) {
    return (h0 & RELATIVE.bits) != 0 ? RELATIVE : (h0 & REFERENCE.bits) != 0 ? REFERENCE : ABSOLUTE;
  }

  int bits() {
    return bits;
  }
}
