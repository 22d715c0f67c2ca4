package dev.ferrule.gateway.device.modbus.registers;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * How registers hold a number. The standard says only that a register is sent high byte first; how
 * several make one number is the maker's choice.
 *
 * <p>A number above 2^53 loses its last digits, because values are doubles everywhere.
 *
 * @param type what the registers hold
 * @param littleWords whether the register with the lowest bits comes first ({@code CDAB})
 * @param littleBytes whether the low byte of each register comes first ({@code BADC})
 * @param firstBit lowest bit of a bit field, 0 to 31; 0 for the whole number
 * @param bits length of a bit field, 1 to 32; the type's length for the whole number
 */
public record Encoding(
    RegisterType type, boolean littleWords, boolean littleBytes, int firstBit, int bits) {

  public Encoding {
    if (firstBit < 0 || bits < 1 || firstBit + bits > type.bits()) {
      throw new IllegalArgumentException(
          "must be bits from 0 to "
              + (type.bits() - 1)
              + ", which a "
              + type.word()
              + " has, not "
              + firstBit
              + "-"
              + (firstBit + bits - 1));
    }
    if (bits < type.bits() && (!type.isUnsigned() || type.bits() > 32)) {
      throw new IllegalArgumentException("is for uint16 and uint32, not for " + type.word());
    }
  }

  /** The whole number, high word and high byte first. */
  public static Encoding of(RegisterType type) {
    return of(type, false, false);
  }

  /** The whole number. */
  public static Encoding of(RegisterType type, boolean littleWords, boolean littleBytes) {
    return new Encoding(type, littleWords, littleBytes, 0, type.bits());
  }

  /** The same registers, of which only some bits count. */
  public Encoding field(int first, int length) {
    return new Encoding(type, littleWords, littleBytes, first, length);
  }

  /** Whether other channels may share the registers, so that writing must keep their bits. */
  public boolean isField() {
    return bits < type.bits();
  }

  /** The number in the registers that begin at byte {@code at}. */
  public double decode(byte[] data, int at) {
    long word = word(data, at);
    return switch (type) {
      case UINT16, UINT32 -> (word >>> firstBit) & mask();
      case INT16 -> (short) word;
      case INT32 -> (int) word;
      case INT64 -> word;
      case UINT64 -> unsigned(word);
      case FLOAT32 -> widen(Float.intBitsToFloat((int) word));
      case FLOAT64 -> Double.longBitsToDouble(word);
    };
  }

  /**
   * The registers that hold {@code number}, rounded when they hold whole numbers.
   *
   * @param before what they hold now, for the bits that are not ours
   */
  public byte[] encode(double number, byte[] before) {
    long word =
        switch (type) {
          case UINT16, UINT32 -> {
            long others = isField() ? word(before, 0) & ~(mask() << firstBit) : 0;
            yield others | ((Math.round(number) & mask()) << firstBit);
          }
          case INT16, INT32, INT64 -> Math.round(number);
          case UINT64 -> new BigDecimal(number).toBigInteger().longValue();
          case FLOAT32 -> Integer.toUnsignedLong(Float.floatToIntBits((float) number));
          case FLOAT64 -> Double.doubleToLongBits(number);
        };
    byte[] data = new byte[2 * type.registers()];
    for (int i = 0; i < data.length; i++) {
      data[place(i)] = (byte) (word >>> (8 * (data.length - 1 - i)));
    }
    return data;
  }

  /** Least number that fits. */
  public double min() {
    return isField() ? 0 : type.min();
  }

  /** Greatest number that fits. */
  public double max() {
    return isField() ? mask() : type.max();
  }

  private long word(byte[] data, int at) {
    long word = 0;
    for (int i = 0; i < 2 * type.registers(); i++) {
      word = word << 8 | (data[at + place(i)] & 0xFF);
    }
    return word;
  }

  /** Where the byte is that is {@code i}th from the highest. */
  private int place(int i) {
    int register = littleWords ? type.registers() - 1 - i / 2 : i / 2;
    int half = littleBytes ? 1 - i % 2 : i % 2;
    return 2 * register + half;
  }

  private long mask() {
    return (1L << bits) - 1;
  }

  private static double unsigned(long word) {
    return word >= 0
        ? word
        : new BigInteger(1, ByteBuffer.allocate(8).putLong(word).array()).doubleValue();
  }

  /** 230.1 stays 230.1: as many digits as the unit's own display would show. */
  private static double widen(float value) {
    return Float.isFinite(value) ? Double.parseDouble(Float.toString(value)) : value;
  }
}
