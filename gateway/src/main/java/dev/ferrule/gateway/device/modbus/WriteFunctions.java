package dev.ferrule.gateway.device.modbus;

import dev.ferrule.gateway.device.modbus.line.Request;

/**
 * By which functions a unit is written: single coils and registers by 5 and 6, or by 15 and 16,
 * which are for several and which some units have alone. What worked is remembered.
 *
 * <p>Owner: the driver.
 */
final class WriteFunctions {

  private final int unit;
  private final Way coils = new Way();
  private final Way registers = new Way();

  /** How one kind of entry is written. */
  private static final class Way {
    private boolean several;
    private boolean sure;
  }

  WriteFunctions(int unit) {
    this.unit = unit;
  }

  private Way way(ModbusChannel channel) {
    return channel.table().isBits() ? coils : registers;
  }

  /** Whether a channel is written by the function for several. */
  boolean usesSeveral(ModbusChannel channel) {
    return channel.entries() > 1 || way(channel).several;
  }

  /** Whether the other function may work: this one was never answered with success. */
  boolean hasOther(ModbusChannel channel) {
    return channel.entries() == 1 && !way(channel).sure;
  }

  /** The unit took it this way. */
  void worked(ModbusChannel channel, boolean several) {
    if (channel.entries() == 1) {
      way(channel).several = several;
      way(channel).sure = true;
    }
  }

  /** What sets a channel; {@code before} is what its registers hold. */
  Request request(ModbusChannel channel, double value, byte[] before, boolean several) {
    int address = channel.address();
    if (channel.table().isBits()) {
      boolean on = channel.bit(value);
      return several ? Request.writeCoils(unit, address, on) : Request.writeCoil(unit, address, on);
    }
    byte[] data = channel.registers(value, before);
    return several
        ? Request.writeRegisters(unit, address, data)
        : Request.writeRegister(unit, address, data);
  }
}
