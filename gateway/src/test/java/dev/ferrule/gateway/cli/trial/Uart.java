package dev.ferrule.gateway.cli.trial;

import dev.ferrule.gateway.device.text.trial.Recording;
import java.io.ByteArrayOutputStream;
import java.util.BitSet;

/** What a receiver makes of a line that talks at another rate than it listens at: 8N1. */
final class Uart {

  /** Bits of idle line after each piece. */
  private static final int PAUSE = 40;

  private Uart() {}

  /** What is heard at {@code listening} baud of pieces that are sent at {@code sending} baud. */
  static Recording heard(byte[][] pieces, int sending, int listening) {
    var line = new BitSet(); // true is a low level
    int bits = PAUSE;
    for (byte[] piece : pieces) {
      for (byte b : piece) {
        line.set(bits);
        for (int i = 0; i < 8; i++) {
          line.set(bits + 1 + i, (b >> i & 1) == 0);
        }
        bits += 10;
      }
      bits += PAUSE;
    }
    byte[] bytes = sampled(line, (double) sending / listening, bits);
    var recording = new Recording();
    recording.add(new Recording.Piece(bytes, 0, bytes.length, 0));
    return recording;
  }

  /**
   * Waits for the falling edge of a start bit, then looks at the middle of each bit.
   *
   * @param step bits of the sender that one bit of the receiver takes
   */
  private static byte[] sampled(BitSet line, double step, int bits) {
    var bytes = new ByteArrayOutputStream();
    int edge = line.nextSetBit(0);
    while (edge >= 0 && edge < bits) {
      int value = 0;
      for (int i = 0; i < 8; i++) {
        boolean low = line.get((int) (edge + step * (1.5 + i)));
        value |= low ? 0 : 1 << i;
      }
      bytes.write(value);
      int high = line.nextClearBit((int) (edge + step * 9.5));
      edge = line.nextSetBit(high);
    }
    return bytes.toByteArray();
  }
}
