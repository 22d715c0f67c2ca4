package dev.ferrule.protocol;

/** Why bytes did not read as what they should be. PROTOCOL.md, section 0. */
public enum WireFault {
  /** Nothing is wrong. */
  NONE("no fault"),
  /** The bytes end before the field does. */
  CUT_SHORT("cut short"),
  /** A varint ends in a byte of 00 that it does not need. */
  OVERLONG("overlong varint"),
  /** A varint has more bytes, or a larger value, than its field allows. */
  TOO_LARGE("varint too large"),
  /** A text is not UTF-8, or has a control character. */
  NOT_TEXT("not text");

  private final String text;

  WireFault(String text) {
    this.text = text;
  }

  /** The fault in a few words, for logs and test vectors. */
  public String text() {
    return text;
  }
}
