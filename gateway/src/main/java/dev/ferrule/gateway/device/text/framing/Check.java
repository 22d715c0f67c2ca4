package dev.ferrule.gateway.device.text.framing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.HexFormat;
import java.util.Locale;

/**
 * A check at the end of a frame. It covers everything before it in the frame, start and length
 * included, but for the first {@code skip} bytes.
 *
 * @param kind how it is computed
 * @param hex whether it is written in hexadecimal digits, else in bytes
 * @param mark character between frame and digits, such as {@code *}; 0 for none, and always 0 when
 *     not hex
 * @param littleEndian whether the low byte of a two-byte check comes first
 * @param skip first bytes that it does not cover, 0 to 16
 */
public record Check(Kind kind, boolean hex, char mark, boolean littleEndian, int skip) {

  /** How a check is computed; names and parameters of the CRC catalog (reveng). */
  public enum Kind {
    /** Exclusive or of all bytes. */
    XOR(1),
    /** Sum, low 8 bits. */
    SUM8(1),
    /** What makes the low 8 bits of sum and check 0. */
    SUM8_NEGATED(1),
    /** Sum, low 16 bits. */
    SUM16(2),
    /** CRC-8/SMBUS. */
    CRC8(1),
    /** CRC-8/MAXIM-DOW. */
    CRC8_MAXIM(1),
    /** CRC-16/MODBUS. */
    CRC16_MODBUS(2),
    /** CRC-16/IBM-3740, often called CCITT-FALSE. */
    CRC16_CCITT(2),
    /** CRC-16/XMODEM. */
    CRC16_XMODEM(2);

    private final int width;

    Kind(int width) {
      this.width = width;
    }

    /** Its length as bytes, 1 or 2. */
    public int width() {
      return width;
    }

    /** Whether it is so weak that damage often passes: eight bits, or a sum. */
    public boolean isWeak() {
      return switch (this) {
        case XOR, SUM8, SUM8_NEGATED, SUM16, CRC8, CRC8_MAXIM -> true;
        case CRC16_MODBUS, CRC16_CCITT, CRC16_XMODEM -> false;
      };
    }

    /** Its word in a configuration. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The check of the bytes from {@code from} to before {@code to}. */
    int of(byte[] bytes, int from, int to) {
      return switch (this) {
        case XOR -> {
          int xor = 0;
          for (int i = from; i < to; i++) {
            xor ^= bytes[i];
          }
          yield xor & 0xFF;
        }
        case SUM8 -> sum(bytes, from, to) & 0xFF;
        case SUM8_NEGATED -> -sum(bytes, from, to) & 0xFF;
        case SUM16 -> sum(bytes, from, to) & 0xFFFF;
        case CRC8 -> forward(bytes, from, to, 8, 0x07, 0);
        case CRC8_MAXIM -> reflected(bytes, from, to, 0x8C, 0);
        case CRC16_MODBUS -> reflected(bytes, from, to, 0xA001, 0xFFFF);
        case CRC16_CCITT -> forward(bytes, from, to, 16, 0x1021, 0xFFFF);
        case CRC16_XMODEM -> forward(bytes, from, to, 16, 0x1021, 0);
      };
    }

    private static int sum(byte[] bytes, int from, int to) {
      int sum = 0;
      for (int i = from; i < to; i++) {
        sum += bytes[i] & 0xFF;
      }
      return sum;
    }

    private static int forward(
        byte[] bytes, int from, int to, int bits, int polynomial, int start) {
      int crc = start;
      for (int i = from; i < to; i++) {
        crc ^= (bytes[i] & 0xFF) << (bits - 8);
        for (int bit = 0; bit < 8; bit++) {
          crc = crc << 1 ^ ((crc >> (bits - 1) & 1) == 1 ? polynomial : 0);
        }
      }
      return crc & ((1 << bits) - 1);
    }

    private static int reflected(byte[] bytes, int from, int to, int polynomial, int start) {
      int crc = start;
      for (int i = from; i < to; i++) {
        crc ^= bytes[i] & 0xFF;
        for (int bit = 0; bit < 8; bit++) {
          crc = crc >>> 1 ^ ((crc & 1) == 1 ? polynomial : 0);
        }
      }
      return crc;
    }
  }

  public Check {
    if (mark != 0 && (!hex || mark <= ' ' || mark > '~')) {
      throw new IllegalArgumentException("mark is one printable character before a hex check");
    }
    if (skip < 0 || skip > 16) {
      throw new IllegalArgumentException("skip must be 0 to 16, not " + skip);
    }
  }

  /** Bytes that it takes in a frame, the mark included. */
  int size() {
    return hex ? 2 * kind.width + (mark == 0 ? 0 : 1) : kind.width;
  }

  /** Whether the frame from {@code from} to before {@code to} ends with its check. */
  boolean holds(byte[] bytes, int from, int to) {
    int end = to - size();
    if (end < from + skip) {
      return false;
    }
    byte[] right = bytes(bytes, from, end);
    for (int i = 0; i < right.length; i++) {
      byte sent = bytes[end + i];
      if (upper(sent) != right[i] && !(isBumped(right[i]) && sent == right[i] + 1)) {
        return false;
      }
    }
    return true;
  }

  /** Whether there are digits of a check at the end, be they right or not. */
  boolean isThere(byte[] bytes, int from, int to) {
    int end = to - size();
    if (!hex) {
      return true;
    }
    if (end < from || (mark != 0 && bytes[end] != mark)) {
      return false;
    }
    for (int i = end + (mark == 0 ? 0 : 1); i < to; i++) {
      if (Character.digit(bytes[i], 16) < 0) {
        return false;
      }
    }
    return true;
  }

  private int upper(byte digit) {
    return hex && digit >= 'a' && digit <= 'f' ? digit - 32 : digit;
  }

  /**
   * Whether inverters of Voltronic's protocol send this byte of their CRC-16/XMODEM one higher: it
   * means something else in their lines.
   */
  private boolean isBumped(byte right) {
    return kind == Kind.CRC16_XMODEM && !hex && (right == '\r' || right == '\n' || right == '(');
  }

  /** The check of a line of text, which cannot hold the bytes that end a line. */
  byte[] inLine(byte[] line, int from, int end) {
    byte[] bytes = bytes(line, from, end);
    for (int i = 0; i < bytes.length; i++) {
      if (isBumped(bytes[i])) {
        bytes[i]++;
      }
    }
    return bytes;
  }

  /** The check of what is in a frame before it, as it is sent. */
  byte[] bytes(byte[] frame, int from, int end) {
    int value = kind.of(frame, Math.min(from + skip, end), end);
    if (kind.width == 2 && littleEndian) {
      value = (value & 0xFF) << 8 | value >> 8;
    }
    if (!hex) {
      return kind.width == 1
          ? new byte[] {(byte) value}
          : new byte[] {(byte) (value >> 8), (byte) value};
    }
    String digits = HexFormat.of().withUpperCase().toHexDigits(value, 2 * kind.width);
    return (mark == 0 ? digits : mark + digits).getBytes(US_ASCII);
  }
}
