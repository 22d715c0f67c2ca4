package dev.ferrule.gateway.device.text.trial;

/** Whether bytes are what a person could read. Stateless. */
final class TextLook {

  private static final int ESC = 0x1B;

  /** The share of bytes that must be text. */
  private static final double ENOUGH = 0.85;

  private TextLook() {}

  /**
   * Whether most bytes are printable ASCII, line ends, tabs, ESC, UTF-8, or Latin-1 between two
   * characters that are.
   */
  static boolean isText(byte[] bytes) {
    int text = 0;
    int at = 0;
    while (at < bytes.length) {
      int length = Math.max(utf8(bytes, at), isPlain(bytes, at) || isLatin(bytes, at) ? 1 : 0);
      text += length;
      at += Math.max(1, length);
    }
    return text >= bytes.length * ENOUGH;
  }

  private static boolean isPlain(byte[] bytes, int at) {
    int b = bytes[at];
    return (b >= ' ' && b <= '~') || b == '\n' || b == '\r' || b == '\t' || b == ESC;
  }

  private static boolean isLatin(byte[] bytes, int at) {
    return at > 0
        && at + 1 < bytes.length
        && (bytes[at] & 0xFF) >= 0xA0
        && isPlain(bytes, at - 1)
        && isPlain(bytes, at + 1);
  }

  /** Bytes of the character of two or three bytes that begins here; 0 when none does. */
  private static int utf8(byte[] bytes, int at) {
    int first = bytes[at] & 0xFF;
    int length = first >= 0xC2 && first <= 0xDF ? 2 : first >= 0xE1 && first <= 0xEF ? 3 : 0;
    if (at + length > bytes.length) {
      return 0;
    }
    for (int i = 1; i < length; i++) {
      if ((bytes[at + i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
  }
}
