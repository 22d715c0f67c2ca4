package dev.ferrule.gateway.device.text.framing;

/** Cuts at CR and LF, in place where a line is whole in one piece. Owner: the driver. */
final class LineFramer extends Framer {

  private final byte[] begun;
  private int length;
  private boolean dropping;

  LineFramer(Framing framing) {
    super(framing);
    begun = new byte[max];
  }

  @Override
  public void feed(byte[] bytes, int offset, int size, long nanoTime, FrameSink to) {
    int end = offset + size;
    int start = offset;
    for (int i = offset; i < end; i++) {
      if (bytes[i] == '\n' || bytes[i] == '\r') {
        finish(bytes, start, i, to);
        start = i + 1;
      }
    }
    keep(bytes, start, end, to);
  }

  private void finish(byte[] bytes, int start, int end, FrameSink to) {
    if (length == 0 && !dropping && end - start <= max) {
      if (end > start) {
        deliver(bytes, start, end, to);
      }
      return;
    }
    keep(bytes, start, end, to);
    if (!dropping) {
      deliver(begun, 0, length, to);
    }
    reset();
  }

  private void keep(byte[] bytes, int start, int end, FrameSink to) {
    if (dropping) {
      return;
    }
    if (end - start > max - length) {
      dropping = true;
      System.arraycopy(bytes, start, begun, length, max - length);
      to.refused(Refusal.TOO_LONG, begun, 0, max);
      return;
    }
    System.arraycopy(bytes, start, begun, length, end - start);
    length += end - start;
  }

  @Override
  public void reset() {
    length = 0;
    dropping = false;
  }
}
