package dev.ferrule.sim.bench.client;

/**
 * Finds a server's WebSocket frames in bytes (RFC 6455, section 5.2). The fields tell of the frame
 * that {@link #next} found. Owner: the clients' thread.
 */
final class WebSocketFrames {

  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  /** Readings have at most 65536 bytes (PROTOCOL.md, B1); a large dictionary has more. */
  static final int MAX_PAYLOAD = 1 << 20;

  private static final int MASKED = 0x80;
  private static final int MASK_BYTES = 4;
  private static final int FIN = 0x80;
  private static final int RESERVED = 0x70;

  int opcode;
  boolean isFinal;

  /** First byte of the payload. */
  int start;

  /** First byte after the frame. */
  int end;

  /**
   * Looks for a whole frame at {@code from}.
   *
   * @return whether it is there before {@code to}
   * @throws IllegalStateException when no server may send such a frame
   */
  boolean next(byte[] bytes, int from, int to) {
    if (to - from < 2) {
      return false;
    }
    int first = bytes[from];
    int second = bytes[from + 1];
    if ((first & RESERVED) != 0 || (second & MASKED) != 0) {
      throw new IllegalStateException("a frame with reserved bits or a mask");
    }
    long length = second & 0x7F;
    int header = length < 126 ? 2 : length == 126 ? 4 : 10;
    if (to - from < header) {
      return false;
    }
    if (header > 2) {
      length = 0;
      for (int i = 2; i < header; i++) {
        length = (length << 8) | (bytes[from + i] & 0xFF);
      }
    }
    if (length < 0 || length > MAX_PAYLOAD) {
      throw new IllegalStateException("a frame of " + length + " bytes");
    }
    opcode = first & 0x0F;
    isFinal = (first & FIN) != 0;
    start = from + header;
    end = start + (int) length;
    return end <= to;
  }

  /** A frame as a client sends it: final, and masked with a key of zeros. */
  static byte[] ofClient(int opcode, byte[] payload) {
    if (payload.length > 0xFFFF) {
      throw new IllegalArgumentException("longer than clients speak: " + payload.length);
    }
    int header = payload.length < 126 ? 2 : 4;
    byte[] frame = new byte[header + MASK_BYTES + payload.length];
    frame[0] = (byte) (FIN | opcode);
    if (header == 2) {
      frame[1] = (byte) (MASKED | payload.length);
    } else {
      frame[1] = (byte) (MASKED | 126);
      frame[2] = (byte) (payload.length >> 8);
      frame[3] = (byte) payload.length;
    }
    System.arraycopy(payload, 0, frame, header + MASK_BYTES, payload.length);
    return frame;
  }
}
