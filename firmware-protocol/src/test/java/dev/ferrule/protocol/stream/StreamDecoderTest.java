package dev.ferrule.protocol.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.protocol.Bytes;
import org.junit.jupiter.api.Test;

/** What one message leaves behind for the next. */
class StreamDecoderTest {
  private static final StreamSink NOWHERE = (f, c, r, t, v, q, s) -> {};

  private final StreamDecoder decoder = new StreamDecoder();

  private StreamOutcome decode(String hex) {
    byte[] message = Bytes.fromHex(hex).toArray();
    return decoder.decode(message, 0, message.length, 3, NOWHERE);
  }

  /** The fault of a block before must not stick to an extension, which is no block. */
  @Test
  void takesAMessageThatBeginsWithAnExtensionAfterADamagedOne() {
    assertEquals(StreamOutcome.DAMAGED, decode("43 00 80 05 f0 00"));
    assertEquals(StreamOutcome.DELIVERED, decode("63 00 01 07 ff 02 01 07 00 05 02"));
    assertEquals(7, decoder.position());
  }

  @Test
  void takesAnExtensionAfterADamagedOne() {
    assertEquals(StreamOutcome.DAMAGED, decode("43 00 ff 01 02 07"));
    assertEquals(StreamOutcome.DELIVERED, decode("43 00 ff 01 01 07 00 05 02"));
  }

  @Test
  void damageLeavesReferenceAndPositionAsTheyWere() {
    int[] got = new int[1];
    assertEquals(StreamOutcome.DELIVERED, decode("63 00 01 07 00 05 64"));
    assertEquals(StreamOutcome.DAMAGED, decode("63 00 02 09 00 05 02 00 06"));
    assertEquals(7, decoder.position());
    byte[] relative = Bytes.fromHex("53 01 00 05 02").toArray();
    decoder.decode(
        relative,
        0,
        relative.length,
        3,
        (f, c, r, t, v, q, s) -> got[0] = (int) v[0] + 1_000 * (int) t[0]);
    assertEquals(1_051, got[0]);
    assertEquals(8, decoder.position());
  }

  /** A client that comes later gets the reference again, and with it the beat of what follows. */
  @Test
  void aReferenceThatIsSaidAgainKeepsItsBeat() {
    var encoder = new StreamEncoder(new double[] {1});
    long[] times = {0, 60_000, 120_000, 180_000, 240_000, 300_000};
    for (int i = 0; i < times.length; i++) {
      encoder.begin(i % 3 == 0 ? MessageMode.REFERENCE : MessageMode.RELATIVE, 3, times[i]);
    }
    Bytes late = encoder.toBytes();
    assertEquals("5302", late.toHex());
    encoder.begin(MessageMode.REFERENCE, 3, 180_000);
    encoder.position(300);
    assertEquals("63a0fe0ae0d403ac02", encoder.toBytes().toHex());
  }

  @Test
  void aTimeBetweenTwoBeatsIsToldByTheBlock() {
    var encoder = new StreamEncoder(new double[] {1});
    encoder.begin(MessageMode.REFERENCE, 3, 0);
    encoder.begin(MessageMode.RELATIVE, 3, 1_000);
    encoder.begin(MessageMode.REFERENCE, 3, 2_000);
    decoder.decode(encoder.array(), 0, encoder.size(), 3, NOWHERE);
    encoder.begin(MessageMode.RELATIVE, 3, 3_007);
    assertTrue(encoder.add(0, 1, new long[] {3_007}, new double[] {1}, null));
    encoder.position(5);
    assertEquals("7301054000" + "0e02", encoder.toBytes().toHex());
    long[] got = new long[1];
    decoder.decode(encoder.array(), 0, encoder.size(), 3, (f, c, r, t, v, q, s) -> got[0] = t[0]);
    assertEquals(3_007, got[0]);
  }

  @Test
  void encoderSplitsWhatADistanceInTimeCannotTell() {
    long day = 86_400_000;
    var encoder = new StreamEncoder(new double[] {1});
    encoder.begin(MessageMode.ABSOLUTE, 3, 0);
    assertTrue(encoder.add(0, 1, new long[] {5}, new double[] {1}, null));
    assertFalse(encoder.add(0, 1, new long[] {30 * day}, new double[] {2}, null));
    encoder.begin(MessageMode.ABSOLUTE, 3, 30 * day);
    assertTrue(encoder.add(0, 1, new long[] {30 * day}, new double[] {2}, null));
    assertFalse(encoder.add(0, 1, new long[] {30 * day, 60 * day}, new double[2], null));
  }
}
