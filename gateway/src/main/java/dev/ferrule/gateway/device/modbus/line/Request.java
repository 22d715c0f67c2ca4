package dev.ferrule.gateway.device.modbus.line;

import com.digitalpetri.modbus.Crc16;
import com.digitalpetri.modbus.ModbusPduSerializer.DefaultRequestSerializer;
import com.digitalpetri.modbus.exceptions.ModbusException;
import com.digitalpetri.modbus.pdu.ModbusRequestPdu;
import com.digitalpetri.modbus.pdu.ReadCoilsRequest;
import com.digitalpetri.modbus.pdu.ReadDiscreteInputsRequest;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersRequest;
import com.digitalpetri.modbus.pdu.ReadInputRegistersRequest;
import com.digitalpetri.modbus.pdu.WriteMultipleCoilsRequest;
import com.digitalpetri.modbus.pdu.WriteMultipleRegistersRequest;
import com.digitalpetri.modbus.pdu.WriteSingleCoilRequest;
import com.digitalpetri.modbus.pdu.WriteSingleRegisterRequest;
import dev.ferrule.gateway.device.modbus.registers.Table;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One question to a unit (Serial Line 2.5.1):
 *
 * <pre>
 * unit id (1) │ function code (1) │ data (0–252) │ CRC, low byte first (2)
 * </pre>
 */
public final class Request {

  /** Longest frame of either direction. */
  static final int MAX_FRAME = 256;

  private static final int WRITE_COIL = 5;
  private static final int WRITE_REGISTER = 6;
  private static final int WRITE_COILS = 15;
  private static final int WRITE_REGISTERS = 16;

  /** Unit id, function code and CRC. */
  private static final int AROUND_DATA = 4;

  private final int unit;
  private final int function;
  private final byte[] frame;
  private final int answerLength;

  /** {@code body} is the frame without its check sum. */
  private Request(byte[] body, int answerData) {
    this.unit = body[0] & 0xFF;
    this.function = body[1] & 0xFF;
    this.answerLength = AROUND_DATA + answerData;
    int crc = crc(body, 0, body.length);
    this.frame = Arrays.copyOf(body, body.length + 2);
    frame[body.length] = (byte) crc;
    frame[body.length + 1] = (byte) (crc >> 8);
  }

  private Request(int unit, ModbusRequestPdu pdu, int answerData) {
    this(body(unit, pdu), answerData);
  }

  private static byte[] body(int unit, ModbusRequestPdu pdu) {
    ByteBuffer buffer = ByteBuffer.allocate(MAX_FRAME).put((byte) unit);
    try {
      DefaultRequestSerializer.INSTANCE.encode(pdu, buffer);
    } catch (ModbusException e) {
      throw new IllegalArgumentException("no request: " + pdu, e);
    }
    byte[] body = new byte[buffer.flip().remaining()];
    buffer.get(body);
    return body;
  }

  /** Asks for entries of a table; function 1, 2, 3 or 4. */
  public static Request read(int unit, Table table, int address, int count) {
    ModbusRequestPdu pdu =
        switch (table) {
          case COIL -> new ReadCoilsRequest(address, count);
          case DISCRETE_INPUT -> new ReadDiscreteInputsRequest(address, count);
          case HOLDING_REGISTER -> new ReadHoldingRegistersRequest(address, count);
          case INPUT_REGISTER -> new ReadInputRegistersRequest(address, count);
        };
    return new Request(unit, pdu, 1 + table.bytes(count));
  }

  /** Sets a coil; function 5. */
  public static Request writeCoil(int unit, int address, boolean on) {
    return new Request(unit, new WriteSingleCoilRequest(address, on), 4);
  }

  /** Sets a coil as if it were several; function 15. */
  public static Request writeCoils(int unit, int address, boolean on) {
    byte[] bits = {(byte) (on ? 1 : 0)};
    return new Request(unit, new WriteMultipleCoilsRequest(address, 1, bits), 4);
  }

  /** Sets one register; function 6. */
  public static Request writeRegister(int unit, int address, byte[] register) {
    int value = (register[0] & 0xFF) << 8 | (register[1] & 0xFF);
    return new Request(unit, new WriteSingleRegisterRequest(address, value), 4);
  }

  /** Sets neighboring registers; function 16. */
  public static Request writeRegisters(int unit, int address, byte[] registers) {
    int count = registers.length / 2;
    return new Request(unit, new WriteMultipleRegistersRequest(address, count, registers), 4);
  }

  /**
   * Asks for the basic device identification from an object on; function 43/14 (Application
   * Protocol 6.21), which the library does not have.
   */
  public static Request identification(int unit, int object) {
    byte[] body = {
      (byte) unit,
      DeviceIdentification.FUNCTION,
      DeviceIdentification.MEI_TYPE,
      DeviceIdentification.BASIC,
      (byte) object
    };
    return new Request(body, MAX_FRAME - AROUND_DATA);
  }

  /** Unit id of whom is asked. */
  public int unit() {
    return unit;
  }

  /** Function code. */
  public int function() {
    return function;
  }

  /** Whether it sets something: then the answer repeats what and where. */
  boolean isWrite() {
    return switch (function) {
      case WRITE_COIL, WRITE_REGISTER, WRITE_COILS, WRITE_REGISTERS -> true;
      default -> false;
    };
  }

  /** Whether the very frame that asks is the one that answers. */
  boolean isAnsweredByItself() {
    return function == WRITE_COIL || function == WRITE_REGISTER;
  }

  /** The bytes to send; not to be changed. */
  byte[] frame() {
    return frame;
  }

  /** Length of the longest frame that answers it. */
  int answerLength() {
    return answerLength;
  }

  /** The check sum of Serial Line 2.5.1.2. */
  static int crc(byte[] bytes, int from, int to) {
    var crc = new Crc16();
    for (int i = from; i < to; i++) {
      crc.update(bytes[i]); // the library's way over a buffer only counts from 0
    }
    return crc.getValue();
  }
}
