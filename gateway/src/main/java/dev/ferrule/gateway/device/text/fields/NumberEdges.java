package dev.ferrule.gateway.device.text.fields;

/**
 * Where a number in a line begins and ends, when what was found of it may be a part: {@code 3.5} of
 * {@code - 3.5}, {@code 1.2} of {@code 1.2e-05}, {@code 1} of {@code 1,013.25}, {@code 0} of {@code
 * 0x1F}. A plus sign changes nothing and does not count. Stateless.
 */
final class NumberEdges {

  private NumberEdges() {}

  /** The first byte of the number that the digits from {@code from} on are of. */
  static int begin(byte[] line, int least, int from, int most) {
    int begin = from;
    while (begin > least && goesOnBefore(line, least, begin, most)) {
      begin--;
    }
    int sign = begin;
    while (sign > least && line[sign - 1] == ' ') {
      sign--;
    }
    int minus = minusBefore(line, least, sign);
    return minus > 0 ? sign - minus : begin;
  }

  private static boolean goesOnBefore(byte[] line, int least, int at, int most) {
    byte c = line[at - 1];
    boolean digitBefore = at - 2 >= least && isDigit(line[at - 2]);
    return isDigit(c)
        || (isMark(c) && digitBefore)
        || (c == ' ' && isGroupBlank(line, least, at - 1, most));
  }

  /** Bytes of the minus sign that ends before {@code at}: ASCII, or a dash of Unicode. */
  private static int minusBefore(byte[] line, int least, int at) {
    if (at > least && line[at - 1] == '-') {
      return 1;
    }
    boolean wide = at - 3 >= least && line[at - 3] == (byte) 0xE2;
    boolean minus = wide && line[at - 2] == (byte) 0x88 && line[at - 1] == (byte) 0x92;
    boolean dash = wide && line[at - 2] == (byte) 0x80 && line[at - 1] == (byte) 0x93;
    return minus || dash ? 3 : 0;
  }

  /** The byte after the number of which {@code from} to before {@code to} was found. */
  static int end(byte[] line, int from, int to, int most) {
    int end = to;
    while (end < most && goesOnAfter(line, from, end, most)) {
      end++;
    }
    if (end == to && end < most) {
      end += letters(line, from, to, most);
    }
    return end;
  }

  private static boolean goesOnAfter(byte[] line, int from, int at, int most) {
    byte c = line[at];
    boolean digitAfter = at + 1 < most && isDigit(line[at + 1]);
    return isDigit(c)
        || (isMark(c) && digitAfter)
        || (c == ' ' && isGroupBlank(line, from, at, most));
  }

  /** Length of an exponent, of {@code x1F} behind a 0, or of further hexadecimal digits. */
  private static int letters(byte[] line, int from, int to, int most) {
    int at = to;
    boolean padded = false;
    if ((line[at] | 0x20) == 'e') {
      at++;
      at += at < most && (line[at] == '-' || line[at] == '+') ? 1 : 0;
    } else if ((line[at] | 0x20) == 'x' && to - from == 1 && line[from] == '0') {
      at++;
    } else {
      while (at < most && Character.digit(line[at], 16) >= 10) {
        at++;
      }
      padded = isPadded(line, from, to);
    }
    boolean goesOn = at < most && Character.digit(line[at], 16) >= 0;
    if (at == to || !(goesOn || padded)) {
      return 0; // a unit, as in 21.5C
    }
    while (at < most && Character.digit(line[at], 16) >= 0) {
      at++;
    }
    return at - to;
  }

  /** {@code 00} of {@code 00cf}; no unit follows zeros in front. */
  private static boolean isPadded(byte[] line, int from, int to) {
    return to - from > 1 && line[from] == '0' && isDigit(line[from + 1]);
  }

  /**
   * Whether the blank at {@code at} stands between the thousands and a group of three digits, as in
   * {@code 1 013.25}.
   */
  static boolean isGroupBlank(byte[] line, int least, int at, int most) {
    if (line[at] != ' ') {
      return false;
    }
    int before = at;
    while (before > least && isDigit(line[before - 1])) {
      before--;
    }
    int after = at + 1;
    while (after < most && isDigit(line[after])) {
      after++;
    }
    boolean fraction = before > least && isMark(line[before - 1]);
    int length = at - before;
    return !fraction && length >= 1 && length <= 3 && after - at - 1 == 3;
  }

  static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isMark(byte c) {
    return c == '.' || c == ',' || c == '\'';
  }
}
