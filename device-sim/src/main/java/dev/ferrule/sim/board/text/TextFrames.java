package dev.ferrule.sim.board.text;

import dev.ferrule.sim.scenario.TextForm;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Frames the rows of a text board. Stateless. */
final class TextFrames {

  private TextFrames() {}

  static byte[] frame(TextForm form, byte[] row) {
    var frame = new ByteArrayOutputStream();
    if (form.framing() == TextForm.Framing.LENGTH) {
      frame.write(0xAA);
      frame.write(0x55);
      frame.write(row.length >> 8);
      frame.write(row.length);
    }
    frame.writeBytes(row);
    byte[] covered = frame.toByteArray();
    switch (form.check()) {
      case NONE -> {}
      case XOR -> frame.write(xor(covered));
      case SUM8 -> frame.write(sum(covered));
      case CRC16_MODBUS -> {
        int crc = crc(covered);
        frame.write(crc);
        frame.write(crc >> 8);
      }
    }
    return switch (form.framing()) {
      case LINE -> ended(frame, "\n");
      case DELIMITER -> ended(frame, "\r\n;");
      case LENGTH, GAP -> frame.toByteArray();
      case SLIP -> slip(frame.toByteArray());
      case COBS -> cobs(frame.toByteArray());
    };
  }

  private static byte[] ended(ByteArrayOutputStream frame, String end) {
    frame.writeBytes(end.getBytes(StandardCharsets.US_ASCII));
    return frame.toByteArray();
  }

  private static int xor(byte[] bytes) {
    int xor = 0;
    for (byte b : bytes) {
      xor ^= b;
    }
    return xor;
  }

  private static int sum(byte[] bytes) {
    int sum = 0;
    for (byte b : bytes) {
      sum += b;
    }
    return sum;
  }

  private static int crc(byte[] bytes) {
    int crc = 0xFFFF;
    for (byte b : bytes) {
      crc ^= b & 0xFF;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 1 ? crc >>> 1 ^ 0xA001 : crc >>> 1;
      }
    }
    return crc;
  }

  private static byte[] slip(byte[] frame) {
    var out = new ByteArrayOutputStream();
    for (byte b : frame) {
      switch (b) {
        case (byte) 0xC0 -> {
          out.write(0xDB);
          out.write(0xDC);
        }
        case (byte) 0xDB -> {
          out.write(0xDB);
          out.write(0xDD);
        }
        default -> out.write(b);
      }
    }
    out.write(0xC0);
    return out.toByteArray();
  }

  private static byte[] cobs(byte[] frame) {
    var out = new ByteArrayOutputStream();
    int from = 0;
    while (from <= frame.length) {
      int end = from;
      while (end < frame.length && frame[end] != 0 && end - from < 254) {
        end++;
      }
      out.write(end - from + 1);
      out.write(frame, from, end - from);
      boolean full = end - from == 254;
      if (full && end == frame.length) {
        break;
      }
      from = full ? end : end + 1;
    }
    out.write(0);
    return out.toByteArray();
  }
}
