package dev.ferrule.gateway.device.modbus;

import dev.ferrule.gateway.device.OutputSettings;
import dev.ferrule.gateway.device.modbus.registers.Encoding;
import dev.ferrule.gateway.device.modbus.registers.RegisterType;
import dev.ferrule.gateway.device.modbus.registers.Table;
import dev.ferrule.gateway.model.ValueRange;
import dev.ferrule.protocol.Kind;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** Channels and units for tests. */
final class ModbusUnits {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private ModbusUnits() {}

  static ModbusChannel register(String key, Table table, int address) {
    return channel(key, table, address, Encoding.of(RegisterType.UINT16), 1, SECOND, false);
  }

  static ModbusChannel holding(String key, int address) {
    return register(key, Table.HOLDING_REGISTER, address);
  }

  static ModbusChannel setPoint(String key, int address) {
    return setPoint(key, address, Encoding.of(RegisterType.UINT16), 1);
  }

  static ModbusChannel setPoint(String key, int address, Encoding encoding, double scale) {
    return channel(key, Table.HOLDING_REGISTER, address, encoding, scale, SECOND, true);
  }

  static ModbusChannel relay(String key, int address) {
    return channel(key, Table.COIL, address, Encoding.of(RegisterType.UINT16), 1, SECOND, true);
  }

  /** An output that is not read. */
  static ModbusChannel button(String key, int address) {
    ModbusChannel c = setPoint(key, address);
    return new ModbusChannel(
        key,
        key,
        "",
        c.kind(),
        0,
        c.table(),
        address,
        c.encoding(),
        1,
        0,
        c.range(),
        c.period(),
        false,
        c.output());
  }

  static ModbusChannel channel(
      String key,
      Table table,
      int address,
      Encoding encoding,
      double scale,
      Duration period,
      boolean writable) {
    boolean isBit = table.isBits() || encoding.bits() == 1;
    boolean isFloat = encoding.type().isFloat();
    return new ModbusChannel(
        key,
        key,
        "",
        isBit ? Kind.SWITCH : isFloat ? Kind.FLOAT : Kind.NUMBER,
        scale < 1 ? 1 : 0,
        table,
        address,
        encoding,
        scale,
        0,
        ValueRange.ANY,
        period,
        true,
        writable ? Optional.of(new OutputSettings(0, 0, false)) : Optional.empty());
  }

  static ModbusSettings unit(int unit, ModbusChannel... channels) {
    return settings(unit, Optional.empty(), channels);
  }

  static ModbusSettings unit(int unit, ExpectedUnit expected, ModbusChannel... channels) {
    return settings(unit, Optional.of(expected), channels);
  }

  private static ModbusSettings settings(
      int unit, Optional<ExpectedUnit> expected, ModbusChannel... channels) {
    return new ModbusSettings(
        unit, Duration.ofMillis(200), 10, false, expected, Arrays.asList(channels));
  }
}
