package dev.ferrule.gateway.device.modbus.registers;

import java.util.OptionalInt;

/**
 * The four tables of a unit (Application Protocol 4.3); addresses are those of the wire, from 0.
 */
public enum Table {
  COIL("coil", 2000, 1, 1),
  DISCRETE_INPUT("discrete input", 2000, 2, 10_001),
  HOLDING_REGISTER("holding register", 125, 3, 40_001),
  INPUT_REGISTER("input register", 125, 4, 30_001);

  private static final int NUMBERS = 9_999;

  private final String words;
  private final int most;
  private final int readFunction;
  private final int firstNumber;

  Table(String words, int most, int readFunction, int firstNumber) {
    this.words = words;
    this.most = most;
    this.readFunction = readFunction;
    this.firstNumber = firstNumber;
  }

  /** Function code that reads it. */
  public int readFunction() {
    return readFunction;
  }

  /** The address that is meant when {@code address} is a document's number; empty if it is none. */
  public OptionalInt numbered(int address) {
    boolean isNumber = firstNumber > 1 && address >= firstNumber && address < firstNumber + NUMBERS;
    return isNumber ? OptionalInt.of(address - firstNumber) : OptionalInt.empty();
  }

  /** What the standard calls an entry. */
  public String words() {
    return words;
  }

  /** Most entries of one read (Application Protocol 6.1 to 6.4). */
  public int most() {
    return most;
  }

  /** Whether an entry is one bit; else it is a register of 16. */
  public boolean isBits() {
    return this == COIL || this == DISCRETE_INPUT;
  }

  /** Whether entries can be written. */
  public boolean isWritable() {
    return this == COIL || this == HOLDING_REGISTER;
  }

  /** Bytes that so many entries take in an answer. */
  public int bytes(int entries) {
    return isBits() ? (entries + 7) / 8 : 2 * entries;
  }

  /** Some of its entries in words, such as {@code holding registers 4 to 7}. */
  public String range(int address, int count) {
    return count == 1
        ? words + " " + address
        : words + "s " + address + " to " + (address + count - 1);
  }
}
