package dev.ferrule.gateway.device.modbus;

import com.digitalpetri.modbus.Crc16;
import com.digitalpetri.modbus.ModbusPduSerializer.DefaultRequestSerializer;
import com.digitalpetri.modbus.exceptions.ModbusException;
import com.digitalpetri.modbus.pdu.ModbusRequestPdu;
import com.digitalpetri.modbus.pdu.ReadCoilsRequest;
import com.digitalpetri.modbus.pdu.ReadDiscreteInputsRequest;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersRequest;
import com.digitalpetri.modbus.pdu.ReadInputRegistersRequest;
import com.digitalpetri.modbus.pdu.WriteMultipleRegistersRequest;
import com.digitalpetri.modbus.pdu.WriteSingleCoilRequest;
import com.digitalpetri.modbus.pdu.WriteSingleRegisterRequest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One question to a unit (Serial Line 2.5.1):
 *
 * <pre>
 * unit id (1) │ function code (1) │ data (0–252) │ CRC, low byte first (2)
 * </pre>
 */
final class Request {

  /** Longest frame of either direction. */
  static final int MAX_FRAME = 256;

  /** Unit id, function code and CRC. */
  private static final int AROUND_DATA = 4;

  private final int unit;
  private final int function;
  private final byte[] frame;
  private final int answerLength;

  private Request(int unit, ModbusRequestPdu pdu, int answerData) {
    this.unit = unit;
    this.function = pdu.getFunctionCode();
    this.answerLength = AROUND_DATA + answerData;
    ByteBuffer buffer = ByteBuffer.allocate(MAX_FRAME).put((byte) unit);
    try {
      DefaultRequestSerializer.INSTANCE.encode(pdu, buffer);
    } catch (ModbusException e) {
      throw new IllegalArgumentException("no request: " + pdu, e);
    }
    int crc = crc(buffer.array(), 0, buffer.position());
    buffer.order(ByteOrder.LITTLE_ENDIAN).putShort((short) crc).flip();
    this.frame = new byte[buffer.remaining()];
    buffer.get(frame);
  }

  /** Asks for entries of a table; function 1, 2, 3 or 4. */
  static Request read(int unit, Table table, int address, int count) {
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
  static Request writeCoil(int unit, int address, boolean on) {
    return new Request(unit, new WriteSingleCoilRequest(address, on), 4);
  }

  /** Sets one register; function 6. */
  static Request writeRegister(int unit, int address, byte[] register) {
    int value = (register[0] & 0xFF) << 8 | (register[1] & 0xFF);
    return new Request(unit, new WriteSingleRegisterRequest(address, value), 4);
  }

  /** Sets neighbouring registers; function 16. */
  static Request writeRegisters(int unit, int address, byte[] registers) {
    int count = registers.length / 2;
    return new Request(unit, new WriteMultipleRegistersRequest(address, count, registers), 4);
  }

  int unit() {
    return unit;
  }

  int function() {
    return function;
  }

  /** The bytes to send; not to be changed. */
  byte[] frame() {
    return frame;
  }

  /** Length of the frame that answers it, unless that is an exception. */
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
