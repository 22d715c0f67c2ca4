package dev.ferrule.protocol.link;

/**
 * Consistent Overhead Byte Stuffing (Cheshire and Baker, 1997) for bodies of at most 254 bytes,
 * which it makes exactly one byte longer.
 */
final class Cobs {
  private Cobs() {}

  /**
   * Stuffs {@code body[1..1+length)} in place: index 0 is the room for the first code byte.
   * Afterward {@code body[0..1+length)} holds no zero.
   */
  static void encodeInPlace(byte[] body, int length) {
    int code = 0;
    for (int i = 1; i <= length; i++) {
      if (body[i] == 0) {
        body[code] = (byte) (i - code);
        code = i;
      }
    }
    body[code] = (byte) (length + 1 - code);
  }

  /**
   * Unstuffs {@code encoded[0..length)} in place; the body is then at {@code encoded[1..length)}.
   *
   * @return whether the codes fit the length; there is no zero in what came between two delimiters
   */
  static boolean decodeInPlace(byte[] encoded, int length) {
    int at = 0;
    while (at < length) {
      int next = at + (encoded[at] & 0xFF);
      if (next > length) {
        return false;
      }
      encoded[at] = 0;
      at = next;
    }
    return true;
  }
}
