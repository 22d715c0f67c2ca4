package dev.ferrule.gateway.device.text;

/**
 * Cuts a stream of bytes into lines, in place where a line is whole in one piece.
 *
 * <p>Owner: the driver. Keeps at most one line, and no more of it than {@link #MAX_LINE} bytes.
 */
final class LineSplitter {

  /** Longest line without its end; a longer one is dropped whole and counted. */
  static final int MAX_LINE = 512;

  private final byte[] begun = new byte[MAX_LINE];
  private int length;
  private boolean dropping;
  private long overlong;

  /** Takes one line, without its end; the bytes are valid only during the call. */
  interface Lines {
    void line(byte[] bytes, int from, int to);
  }

  /** Cuts the next piece; empty lines are not told. */
  void feed(byte[] bytes, int offset, int size, Lines to) {
    int end = offset + size;
    int start = offset;
    for (int i = offset; i < end; i++) {
      if (bytes[i] == '\n' || bytes[i] == '\r') {
        finish(bytes, start, i, to);
        start = i + 1;
      }
    }
    keep(bytes, start, end);
  }

  private void finish(byte[] bytes, int start, int end, Lines to) {
    if (length == 0 && !dropping && end - start <= MAX_LINE) {
      if (end > start) {
        to.line(bytes, start, end);
      }
      return;
    }
    keep(bytes, start, end);
    if (!dropping) {
      to.line(begun, 0, length);
    }
    reset();
  }

  private void keep(byte[] bytes, int start, int end) {
    if (dropping) {
      return;
    }
    if (end - start > MAX_LINE - length) {
      dropping = true;
      overlong++;
      return;
    }
    System.arraycopy(bytes, start, begun, length, end - start);
    length += end - start;
  }

  /** Forgets the line that was begun; the next byte starts a new one. */
  void reset() {
    length = 0;
    dropping = false;
  }

  /** Lines dropped so far. */
  long overlong() {
    return overlong;
  }
}
