package dev.ferrule.gateway.device.text.framing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/** Cuts at a delimiter, which may come in pieces; empty frames are none. Owner: the driver. */
final class DelimiterFramer extends Framer {

  private final byte[] delimiter;
  private final byte last;
  private final byte[] begun;
  private int length;
  private boolean dropping;

  DelimiterFramer(Framing framing, String bytes) {
    super(framing);
    delimiter = bytes.getBytes(ISO_8859_1);
    last = delimiter[delimiter.length - 1];
    begun = new byte[max + delimiter.length];
  }

  @Override
  public void feed(byte[] bytes, int offset, int size, long nanoTime, FrameSink to) {
    for (int i = offset; i < offset + size; i++) {
      begun[length++] = bytes[i];
      if (bytes[i] == last && endsWithDelimiter()) {
        int end = length - delimiter.length;
        if (!dropping && end > 0) {
          deliver(begun, 0, end, to);
        }
        reset();
      } else if (length == begun.length) {
        overflow(to);
      }
    }
  }

  private boolean endsWithDelimiter() {
    int from = length - delimiter.length;
    return from >= 0 && Arrays.equals(begun, from, length, delimiter, 0, delimiter.length);
  }

  /** Keeps only what may be the start of the delimiter. */
  private void overflow(FrameSink to) {
    if (!dropping) {
      dropping = true;
      to.refused(Refusal.TOO_LONG, begun, 0, max);
    }
    int kept = delimiter.length - 1;
    System.arraycopy(begun, length - kept, begun, 0, kept);
    length = kept;
  }

  @Override
  public void reset() {
    length = 0;
    dropping = false;
  }
}
