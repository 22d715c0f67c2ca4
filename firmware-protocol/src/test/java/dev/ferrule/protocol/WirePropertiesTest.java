package dev.ferrule.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/** Fields of section 0 over their whole ranges. */
class WirePropertiesTest {
  private static final long SEED = Long.getLong("seed", 20261122L);
  private static final int ROUNDS = 20_000;

  private final Random random = new Random(SEED);
  private final WireWriter out = new WireWriter(16, 64);
  private final WireReader in = new WireReader();

  /** Numbers of every length, those around each power of two among them. */
  private long number(int bits) {
    long number = (1L << random.nextInt(bits + 1)) + random.nextInt(-2, 3);
    return (random.nextBoolean() ? number : random.nextLong()) & ((1L << bits) - 1);
  }

  private void comesBack(long value, Consumer<WireWriter> write, ToLongFunction<WireReader> read) {
    out.clear();
    write.accept(out);
    in.reset(out.array(), 0, out.size());
    assertEquals(value, read.applyAsLong(in), "seed " + SEED);
    assertTrue(in.isSpent(), "seed " + SEED);
    for (int length = 0; length < out.size(); length++) {
      in.reset(out.array(), 0, length);
      assertEquals(0, read.applyAsLong(in), "seed " + SEED);
      assertEquals(WireFault.CUT_SHORT, in.fault(), "seed " + SEED);
    }
  }

  @Test
  void everyNumberComesBackAndNoneIsReadCutShort() {
    for (int i = 0; i < ROUNDS; i++) {
      int n = (int) number(32);
      long wide = number(49);
      comesBack(n & 0xFF, w -> w.u8(n), WireReader::u8);
      comesBack(n & 0xFFFF, w -> w.u16(n), WireReader::u16);
      comesBack(n, w -> w.u32(n), WireReader::u32);
      comesBack(wide * 31, w -> w.u64(wide * 31), WireReader::u64);
      comesBack(n, w -> w.varint(n), WireReader::varint);
      comesBack(n, w -> w.zigzag(n), WireReader::zigzag);
      comesBack(wide, w -> w.varint7(wide), WireReader::varint7);
    }
  }

  @Test
  void sizeOfAVarintIsTold() {
    for (int i = 0; i < ROUNDS; i++) {
      int n = (int) number(32);
      out.clear();
      out.varint(n);
      assertEquals(out.size(), WireWriter.varintSize(n), "seed " + SEED);
    }
  }

  @Test
  void everyOtherFormOfAVarintIsRefused() {
    for (int i = 0; i < ROUNDS; i++) {
      out.clear();
      out.varint((int) number(28));
      byte[] overlong = new byte[out.size() + 1];
      System.arraycopy(out.array(), 0, overlong, 0, out.size());
      overlong[out.size() - 1] |= (byte) 0x80;
      assertEquals(0, in.reset(overlong, 0, overlong.length).varint());
      assertEquals(WireFault.OVERLONG, in.fault());
    }
    for (int last = 0x10; last <= 0xFF; last++) {
      byte[] large = {-1, -1, -1, -1, (byte) last, 1};
      assertEquals(0, in.reset(large, 0, large.length).varint());
      assertEquals(WireFault.TOO_LARGE, in.fault());
    }
    byte[] long8 = {-1, -1, -1, -1, -1, -1, -1, 1};
    assertEquals(0, in.reset(long8, 0, long8.length).varint7());
    assertEquals(WireFault.TOO_LARGE, in.fault());
  }

  @Test
  void aFaultSticksAndNothingIsReadBehindIt() {
    byte[] bytes = {(byte) 0x81, 0, 7, 7, 7, 7, 7, 7, 7, 7};
    in.reset(bytes, 0, bytes.length);
    assertEquals(0, in.varint());
    assertEquals(0, in.u8() + in.u16() + in.u32() + in.zigzag() + in.remaining());
    assertEquals(Bytes.EMPTY, in.bytes(1));
    assertEquals("", in.text(1));
    assertEquals(WireFault.OVERLONG, in.fault());
    assertFalse(in.isSpent());
    assertTrue(in.nested(1).failed());
  }

  @Test
  void lengthsAreUnsignedAndCheckedBeforeUse() {
    byte[] bytes = {1, 2, 3};
    for (int length : new int[] {4, Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
      in.reset(bytes, 0, bytes.length);
      in.skip(length);
      assertEquals(WireFault.CUT_SHORT, in.fault());
      assertEquals(Bytes.EMPTY, in.reset(bytes, 0, bytes.length).bytes(length));
      assertEquals("", in.reset(bytes, 0, bytes.length).text(length));
    }
  }

  @Test
  void noBytesMakeAReaderThrowOrLeaveItsBounds() {
    for (int i = 0; i < ROUNDS; i++) {
      byte[] bytes = new byte[random.nextInt(24)];
      random.nextBytes(bytes);
      int from = random.nextInt(bytes.length + 1);
      int length = random.nextInt(bytes.length - from + 1);
      in.reset(bytes, from, length);
      for (int field = 0; field < 12; field++) {
        any();
        assertTrue(in.position() >= from && in.position() <= from + length, "seed " + SEED);
      }
    }
  }

  private void any() {
    switch (random.nextInt(9)) {
      case 0 -> in.u8();
      case 1 -> in.u16();
      case 2 -> in.u32();
      case 3 -> in.u64();
      case 4 -> in.varint();
      case 5 -> in.varint7();
      case 6 -> in.skip(random.nextInt());
      case 7 -> in.text(random.nextInt(5));
      default -> in.nested(random.nextInt(5)).varint();
    }
  }

  @Test
  void aWriterKeepsToItsLimitAndForgetsWhatItTakesBack() {
    var small = new WireWriter(16, 20);
    for (int i = 0; i < 19; i++) {
      small.u8(i);
    }
    small.u16(0xFFFF);
    small.u8(1);
    assertTrue(small.overflowed());
    assertEquals(19, small.size());
    small.truncate(18);
    small.u16(0xABCD);
    assertFalse(small.overflowed());
    assertEquals("cdab", small.toBytes().slice(18, 20).toHex());
    assertThrows(IllegalArgumentException.class, () -> small.varint7(1L << 49));
    assertThrows(IllegalArgumentException.class, () -> small.varint7(-1));
  }

  @Test
  void qualityCodesSayWhatTheyMean() {
    for (int code = 0; code < 256; code++) {
      boolean valid = Quality.classOf(code) != Quality.GOOD || Quality.reasonOf(code) == 0;
      assertEquals(valid, Quality.isValid(code));
      assertEquals(Quality.text(code), Quality.text((byte) code));
      assertEquals(Quality.isBad(code), Quality.isBad((byte) code));
    }
    assertEquals("good", Quality.text(Quality.GOOD));
    assertEquals("stale: link down", Quality.text(Quality.of(Quality.STALE, Quality.LINK_DOWN)));
    assertThrows(IllegalArgumentException.class, () -> Quality.of(Quality.GOOD, 1));
    assertThrows(IllegalArgumentException.class, () -> Quality.of(Quality.BAD, 64));
  }
}
