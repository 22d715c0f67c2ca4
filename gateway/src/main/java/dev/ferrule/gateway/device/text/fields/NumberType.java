package dev.ferrule.gateway.device.text.fields;

import java.util.Locale;

/** A number in bytes; two's complement and IEEE 754. */
public enum NumberType {
  UINT8(1),
  INT8(1),
  UINT16(2),
  INT16(2),
  UINT32(4),
  INT32(4),
  FLOAT32(4),
  FLOAT64(8);

  private final int width;

  NumberType(int width) {
    this.width = width;
  }

  /** Its word in a configuration. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Bytes. */
  int width() {
    return width;
  }

  boolean isFloat() {
    return this == FLOAT32 || this == FLOAT64;
  }

  /** Its value from its bits; NaN where a float is none. */
  double value(long bits) {
    return switch (this) {
      case UINT8, UINT16, UINT32 -> bits;
      case INT8 -> (byte) bits;
      case INT16 -> (short) bits;
      case INT32 -> (int) bits;
      case FLOAT32 -> finite(Float.intBitsToFloat((int) bits));
      case FLOAT64 -> finite(Double.longBitsToDouble(bits));
    };
  }

  private static double finite(double value) {
    return Double.isInfinite(value) ? Double.NaN : value;
  }
}
