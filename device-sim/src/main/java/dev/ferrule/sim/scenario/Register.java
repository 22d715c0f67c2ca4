package dev.ferrule.sim.scenario;

import java.util.Arrays;

/**
 * Where a channel of a Modbus unit is. A number of so many decimals is held as value × 10^decimals.
 *
 * @param unit unit id, 1 to 247
 * @param table which of the unit's tables
 * @param address first entry, from 0
 * @param type what registers hold; without meaning for coils and discrete inputs
 */
public record Register(int unit, Table table, int address, Type type) {

  /** The tables, by their words in a scenario. */
  public enum Table {
    COIL(1),
    DISCRETE(2),
    HOLDING(3),
    INPUT(4);

    private final int readFunction;

    Table(int readFunction) {
      this.readFunction = readFunction;
    }

    /** The table that a function code from 1 to 4 reads. */
    public static Table readBy(int function) {
      return Arrays.stream(values())
          .filter(table -> table.readFunction == function)
          .findFirst()
          .orElseThrow();
    }

    /** Whether an entry is one bit. */
    public boolean isBits() {
      return this == COIL || this == DISCRETE;
    }
  }

  /** What registers hold, high word first. */
  public enum Type {
    INT16(1),
    UINT16(1),
    INT32(2),
    UINT32(2),
    FLOAT32(2);

    private final int registers;

    Type(int registers) {
      this.registers = registers;
    }

    /** How many registers. */
    int registers() {
      return registers;
    }
  }

  /** How many entries of the table it takes. */
  public int entries() {
    return table.isBits() ? 1 : type.registers();
  }

  /** Whether one of its entries is among {@code count} from {@code first} on. */
  public boolean meets(int first, int count) {
    return address < first + count && first < address + entries();
  }
}
