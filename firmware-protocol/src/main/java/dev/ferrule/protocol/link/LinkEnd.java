package dev.ferrule.protocol.link;

/** Who speaks: bit D of the header. PROTOCOL.md, section A1. */
public enum LinkEnd {
  /** The gateway's end. */
  HOST(0),
  /** The board's end. */
  DEVICE(LinkFormat.FROM_DEVICE);

  private final int bit;

  LinkEnd(int bit) {
    this.bit = bit;
  }

  /** Bit D of the frames that this end sends. */
  int bit() {
    return bit;
  }
}
