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

  /** A K message begins with its position: the fault of a block before must not stick to it. */
  @Test
  void takesAMessageThatBeginsWithAnExtensionAfterADamagedOne() {
    assertEquals(StreamOutcome.DAMAGED, decode("43 00 80 05 f0 00"));
    assertEquals(StreamOutcome.DELIVERED, decode("63 00 ff 01 01 07 00 05 02"));
    assertEquals(7, decoder.position());
  }

  @Test
  void takesAnExtensionAfterADamagedOne() {
    assertEquals(StreamOutcome.DAMAGED, decode("63 00 ff 01 02 07"));
    assertEquals(StreamOutcome.DELIVERED, decode("63 00 ff 01 01 07 00 05 02"));
  }

  @Test
  void damageLeavesReferenceAndPositionAsTheyWere() {
    int[] got = new int[1];
    assertEquals(StreamOutcome.DELIVERED, decode("63 00 ff 01 01 07 00 05 64"));
    assertEquals(StreamOutcome.DAMAGED, decode("63 00 ff 01 01 09 00 05 02 00 06"));
    assertEquals(7, decoder.position());
    byte[] relative = Bytes.fromHex("53 01 00 05 02").toArray();
    decoder.decode(relative, 0, relative.length, 3, (f, c, r, t, v, q, s) -> got[0] = (int) v[0]);
    assertEquals(51, got[0]);
    assertEquals(8, decoder.position());
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
