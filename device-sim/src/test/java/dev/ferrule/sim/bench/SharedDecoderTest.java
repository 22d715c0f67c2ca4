package dev.ferrule.sim.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.ferrule.protocol.stream.MessageMode;
import dev.ferrule.protocol.stream.StreamEncoder;
import dev.ferrule.protocol.stream.StreamOutcome;
import dev.ferrule.sim.bench.ControlMessage.NumberedChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SharedDecoderTest {

  private static final int GENERATION = 5;

  private final StreamEncoder encoder = new StreamEncoder(new double[] {1, 1, 1, 1, 1});
  private final SharedDecoder decoder =
      new SharedDecoder(
          new ChannelMap(
              new ControlMessage(
                  "dictionary",
                  "",
                  "",
                  "",
                  0,
                  GENERATION,
                  List.of(
                      new NumberedChannel(0, "board0.seq"),
                      new NumberedChannel(1, "board0.t"),
                      new NumberedChannel(2, "another.seq"),
                      new NumberedChannel(3, "board1.seq"),
                      new NumberedChannel(4, "board1.t"))),
              2));

  @Test
  void readsRowsOfAllBoards() {
    Decoded message = decode(null, message(MessageMode.REFERENCE, 0, 5, 7, 100, 0, 9, 200));
    assertEquals(StreamOutcome.DELIVERED, message.outcome);
    assertEquals(5, message.readings);
    assertArrayEquals(new int[] {0, 1}, message.boards);
    assertArrayEquals(new int[] {7, 9}, message.sequence);
    assertArrayEquals(new int[] {100, 200}, message.stamps);
  }

  @Test
  void rowsWithoutATimeHaveNone() {
    Decoded message = decode(null, message(MessageMode.REFERENCE, 3, 1, 9));
    assertArrayEquals(new int[] {9}, message.sequence);
    assertArrayEquals(new int[] {-1}, message.stamps);
  }

  @Test
  void decodesTheSameOnceForAll() {
    byte[] reference = message(MessageMode.REFERENCE, 0, 2, 1, 10);
    byte[] update = message(MessageMode.RELATIVE, 0, 2, 2, 20);
    Decoded first = decode(decode(null, reference), update);
    Decoded second = decode(decode(null, reference.clone()), update.clone());
    assertSame(first, second);
    assertArrayEquals(new int[] {2}, second.sequence);
  }

  @Test
  void theSameBytesAfterAnotherReferenceAreAnotherMessage() {
    byte[] early = message(MessageMode.REFERENCE, 0, 2, 1, 10);
    byte[] update = message(MessageMode.RELATIVE, 0, 2, 2, 20);
    byte[] late = message(MessageMode.REFERENCE, 0, 2, 101, 1000);
    Decoded one = decode(decode(null, early), update);
    Decoded other = decode(decode(null, late), update);
    Decoded again = decode(decode(null, early), update);
    assertNotSame(one, other);
    assertSame(one, again);
    assertArrayEquals(new int[] {2}, one.sequence);
    assertArrayEquals(new int[] {102}, other.sequence);
    assertArrayEquals(new int[] {1010}, other.stamps);
  }

  @Test
  void nothingIsRelativeToNothing() {
    message(MessageMode.REFERENCE, 0, 2, 1, 10);
    byte[] update = message(MessageMode.RELATIVE, 0, 2, 2, 20);
    assertEquals(StreamOutcome.NO_REFERENCE, decode(null, update).outcome);
  }

  private Decoded decode(@Nullable Decoded last, byte[] message) {
    return decoder.decode(last, last == null ? null : last.reference, message, 0, message.length);
  }

  private byte[] message(MessageMode mode, int first, int channels, double... values) {
    encoder.begin(mode, GENERATION, 1000);
    encoder.add(first, channels, new long[] {1000}, values, null);
    byte[] message = new byte[encoder.size()];
    System.arraycopy(encoder.array(), 0, message, 0, message.length);
    return message;
  }
}
