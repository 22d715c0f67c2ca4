package dev.ferrule.gateway.device.modbus.registers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EncodingTest {

  private static final byte[] NOTHING = {};

  @ParameterizedTest
  @CsvSource({
    "UINT16, false, false, FFFE, 65534",
    "UINT16, false, true, FEFF, 65534",
    "INT16, false, false, FFFE, -2",
    "UINT32, false, false, 00010002, 65538",
    "UINT32, true, false, 00020001, 65538",
    "UINT32, false, true, 01000200, 65538",
    "UINT32, true, true, 02000100, 65538",
    "INT32, false, false, FFFFFFFE, -2",
    "UINT64, false, false, 8000000000000000, 9223372036854775808",
    "INT64, true, false, FFFEFFFFFFFFFFFF, -2",
    "FLOAT32, false, false, 4366199A, 230.1",
    "FLOAT32, true, false, 199A4366, 230.1",
    "FLOAT32, true, true, 9A196643, 230.1",
    "FLOAT64, false, false, 406CC33333333333, 230.1",
    "FLOAT64, true, true, 3333333333C36C40, 230.1"
  })
  void readsWhatMetersSend(
      RegisterType type, boolean littleWords, boolean littleBytes, String hex, double value) {
    var encoding = Encoding.of(type, littleWords, littleBytes);
    byte[] registers = HexFormat.of().parseHex(hex);

    assertEquals(value, encoding.decode(registers, 0));
    assertArrayEquals(registers, encoding.encode(value, NOTHING));
  }

  @ParameterizedTest
  @EnumSource(RegisterType.class)
  void everyNumberComesBack(RegisterType type) {
    long seed = 20261122;
    var random = new SplittableRandom(seed);
    for (int i = 0; i < 20_000; i++) {
      var encoding = Encoding.of(type, random.nextBoolean(), random.nextBoolean());
      double number = number(type, random);

      byte[] registers = encoding.encode(number, NOTHING);

      assertEquals(2 * type.registers(), registers.length);
      assertEquals(number, encoding.decode(registers, 0), () -> encoding + " seed " + seed);
    }
  }

  /** A number that the type holds exactly, and a double does too. */
  private static double number(RegisterType type, SplittableRandom random) {
    return switch (type) {
      case UINT16 -> random.nextInt(1 << 16);
      case INT16 -> random.nextInt(-(1 << 15), 1 << 15);
      case UINT32 -> random.nextLong(1L << 32);
      case INT32 -> random.nextInt();
      case UINT64 -> (double) (random.nextLong() & 0x7FFF_FFFF_FFFF_FC00L);
      case INT64 -> (double) (random.nextLong() & 0xFFFF_FFFF_FFFF_FC00L);
      case FLOAT32 -> shortest(random);
      case FLOAT64 -> Double.longBitsToDouble(random.nextLong() & 0xFFEF_FFFF_FFFF_FFFFL);
    };
  }

  /** The shortest decimal of a random float. */
  private static double shortest(SplittableRandom random) {
    float value = Float.intBitsToFloat(random.nextInt() & 0xFF7F_FFFF);
    return Double.parseDouble(Float.toString(value));
  }

  @Test
  void bitFieldReadsItsBitsAndKeepsTheOthers() {
    var random = new SplittableRandom(7);
    for (int i = 0; i < 20_000; i++) {
      var type = random.nextBoolean() ? RegisterType.UINT16 : RegisterType.UINT32;
      var whole = Encoding.of(type, random.nextBoolean(), random.nextBoolean());
      int first = random.nextInt(type.bits());
      int length = random.nextInt(1, type.bits() - first + 1);
      var field = whole.field(first, length);
      long before = random.nextLong(1L << type.bits());
      long asked = random.nextLong(1L << length);

      byte[] after = field.encode((double) asked, whole.encode((double) before, NOTHING));

      assertEquals(asked, (long) field.decode(after, 0));
      long mask = ((1L << length) - 1) << first;
      assertEquals(before & ~mask, (long) whole.decode(after, 0) & ~mask);
    }
  }

  @Test
  void roundsWhatHasNoRegisterOfItsOwn() {
    var encoding = Encoding.of(RegisterType.INT16);
    assertEquals(22, encoding.decode(encoding.encode(21.5, NOTHING), 0));
    assertEquals(-21, encoding.decode(encoding.encode(-21.4, NOTHING), 0));
  }

  @Test
  void greatestNumbersDoNotTurnOver() {
    for (RegisterType type : RegisterType.values()) {
      if (!type.isFloat()) {
        var encoding = Encoding.of(type);
        assertEquals(type.max(), encoding.decode(encoding.encode(type.max(), NOTHING), 0));
        assertEquals(type.min(), encoding.decode(encoding.encode(type.min(), NOTHING), 0));
      }
    }
  }

  @Test
  void refusesBitsThatAreNotThere() {
    var signed = Encoding.of(RegisterType.INT16);
    var word = Encoding.of(RegisterType.UINT16);
    var tooFar = assertThrows(IllegalArgumentException.class, () -> word.field(12, 5));
    assertEquals("must be bits from 0 to 15, which a uint16 has, not 12-16", tooFar.getMessage());
    assertThrows(IllegalArgumentException.class, () -> signed.field(0, 4));
  }
}
