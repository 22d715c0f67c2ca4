package dev.ferrule.gateway.device.modbus.line;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.gateway.device.modbus.registers.Table;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The worked examples of simplymodbus.ca, which every text about Modbus RTU repeats. */
class RequestTest {

  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();

  @Test
  void asksAsTheExamplesDo() {
    assertEquals("11 01 00 13 00 25 0E 84", hex(Request.read(0x11, Table.COIL, 0x13, 0x25)));
    assertEquals(
        "11 02 00 C4 00 16 BA A9", hex(Request.read(0x11, Table.DISCRETE_INPUT, 0xC4, 0x16)));
    assertEquals(
        "11 03 00 6B 00 03 76 87", hex(Request.read(0x11, Table.HOLDING_REGISTER, 0x6B, 3)));
    assertEquals("11 04 00 08 00 01 B2 98", hex(Request.read(0x11, Table.INPUT_REGISTER, 8, 1)));
    assertEquals("11 05 00 AC FF 00 4E 8B", hex(Request.writeCoil(0x11, 0xAC, true)));
    assertEquals("11 06 00 01 00 03 9A 9B", hex(Request.writeRegister(0x11, 1, new byte[] {0, 3})));
    assertEquals(
        "11 10 00 01 00 02 04 00 0A 01 02 C6 F0",
        hex(Request.writeRegisters(0x11, 1, new byte[] {0, 0x0A, 1, 2})));
  }

  @Test
  void knowsHowLongTheAnswerIs() {
    assertEquals(10, Request.read(0x11, Table.COIL, 0x13, 0x25).answerLength());
    assertEquals(11, Request.read(0x11, Table.HOLDING_REGISTER, 0x6B, 3).answerLength());
    assertEquals(8, Request.writeCoil(0x11, 0xAC, true).answerLength());
  }

  private static String hex(Request request) {
    return HEX.formatHex(request.frame());
  }
}
