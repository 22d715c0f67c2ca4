package dev.ferrule.gateway.device.text.framing;

/**
 * Cuts SLIP at its END and COBS at its zero, and takes the stuffing out. Owner: the driver.
 *
 * <p>What a frame carries is gathered as it comes, so a stuffed frame needs no more room than its
 * bytes.
 */
final class StuffedFramer extends Framer {

  static final int END = 0xC0;
  static final int ESC = 0xDB;
  static final int ESC_END = 0xDC;
  static final int ESC_ESC = 0xDD;

  private final boolean slip;
  private final byte[] begun;
  private int length;

  /** Bytes came since the last delimiter. */
  private boolean any;

  /** Told that this one is no frame; the rest of it is passed over. */
  private boolean dropping;

  /** SLIP: the byte before was ESC. */
  private boolean escaped;

  /** COBS: bytes until the next code byte. */
  private int left;

  /** COBS: a zero stands where the next code byte is, unless the frame ends there. */
  private boolean zeroNext;

  StuffedFramer(Framing framing, boolean slip) {
    super(framing);
    this.slip = slip;
    this.begun = new byte[max];
  }

  @Override
  public void feed(byte[] bytes, int offset, int size, long nanoTime, FrameSink to) {
    for (int i = offset; i < offset + size; i++) {
      int b = bytes[i] & 0xFF;
      if (b == (slip ? END : 0)) {
        finish(to);
      } else if (!dropping) {
        any = true;
        if (slip) {
          slip(b, to);
        } else {
          cobs(b, to);
        }
      }
    }
  }

  private void slip(int b, FrameSink to) {
    if (escaped) {
      escaped = false;
      if (b == ESC_END || b == ESC_ESC) {
        put(b == ESC_END ? END : ESC, to);
      } else {
        drop(Refusal.BAD_CODING, to);
      }
    } else if (b == ESC) {
      escaped = true;
    } else {
      put(b, to);
    }
  }

  private void cobs(int b, FrameSink to) {
    if (left > 0) {
      left--;
      put(b, to);
      return;
    }
    if (zeroNext) {
      put(0, to);
    }
    left = b - 1;
    zeroNext = b != 0xFF;
  }

  private void put(int b, FrameSink to) {
    if (length == max) {
      drop(Refusal.TOO_LONG, to);
    } else if (!dropping) {
      begun[length++] = (byte) b;
    }
  }

  private void finish(FrameSink to) {
    if (!dropping && (escaped || left > 0)) {
      drop(Refusal.BAD_CODING, to);
    }
    if (any && !dropping && length > 0) {
      deliver(begun, 0, length, to);
    }
    reset();
  }

  private void drop(Refusal reason, FrameSink to) {
    if (!dropping) {
      dropping = true;
      to.refused(reason, begun, 0, length);
    }
  }

  @Override
  public void reset() {
    length = 0;
    any = false;
    dropping = false;
    escaped = false;
    left = 0;
    zeroNext = false;
  }
}
