package dev.ferrule.gateway.device.modbus.registers;

import java.util.Locale;

/** What one or more neighboring registers hold. */
public enum RegisterType {
  UINT16(1),
  INT16(1),
  UINT32(2),
  INT32(2),
  UINT64(4),
  INT64(4),
  FLOAT32(2),
  FLOAT64(4);

  private final int registers;

  RegisterType(int registers) {
    this.registers = registers;
  }

  /** How many registers, 1, 2 or 4. */
  public int registers() {
    return registers;
  }

  /** Its word in a configuration. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is an IEEE 754 number. */
  public boolean isFloat() {
    return this == FLOAT32 || this == FLOAT64;
  }

  /** Whether it is a whole number without a sign. */
  boolean isUnsigned() {
    return this == UINT16 || this == UINT32 || this == UINT64;
  }

  /** Least whole number that it holds; negative infinity for a float. */
  double min() {
    return isFloat() ? Double.NEGATIVE_INFINITY : isUnsigned() ? 0 : -Math.pow(2, bits() - 1);
  }

  /** Greatest whole number that it holds, as far as a double can say it; infinity for a float. */
  double max() {
    if (isFloat()) {
      return Double.POSITIVE_INFINITY;
    }
    double end = Math.pow(2, isUnsigned() ? bits() : bits() - 1);
    return registers == 4 ? Math.nextDown(end) : end - 1;
  }

  int bits() {
    return 16 * registers;
  }
}
