package dev.ferrule.sim.bench.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferrule.protocol.stream.MessageMode;
import dev.ferrule.protocol.stream.StreamEncoder;
import dev.ferrule.protocol.stream.StreamOutcome;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SharedDecoderTest {

  private static final int GENERATION = 5;
  private static final String DICTIONARY =
      """
      {"t":"dictionary","gen":5,"channels":[
        {"n":0,"id":"board0.seq"},{"n":1,"id":"board0.t"},{"n":2,"id":"another.seq"},
        {"n":3,"id":"board1.seq"},{"n":4,"id":"board1.t"}]}
      """;

  private final StreamEncoder encoder = new StreamEncoder(new double[] {1, 1, 1, 1, 1});
  private SharedDecoder decoder;

  @BeforeEach
  void readDictionary() throws IOException {
    decoder = new SharedDecoder(new ChannelMap(new ObjectMapper().readTree(DICTIONARY), 2));
  }

  @Test
  void readsRowsOfAllBoards() {
    DecodedMessage message = decode(null, message(MessageMode.REFERENCE, 0, 5, 7, 100, 0, 9, 200));
    assertEquals(StreamOutcome.DELIVERED, message.outcome);
    assertEquals(List.of("0 7 100", "1 9 200"), rows(message));
  }

  @Test
  void rowsWithoutATimeHaveNone() {
    DecodedMessage message = decode(null, message(MessageMode.REFERENCE, 3, 1, 9));
    assertEquals(List.of("1 9 -1"), rows(message));
  }

  @Test
  void decodesTheSameOnceForAll() {
    byte[] reference = message(MessageMode.REFERENCE, 0, 2, 1, 10);
    byte[] update = message(MessageMode.RELATIVE, 0, 2, 2, 20);
    DecodedMessage first = decode(decode(null, reference), update);
    DecodedMessage second = decode(decode(null, reference.clone()), update.clone());
    assertSame(first, second);
    assertEquals(List.of("0 2 20"), rows(second));
  }

  @Test
  void theSameBytesAfterAnotherReferenceAreAnotherMessage() {
    byte[] early = message(MessageMode.REFERENCE, 0, 2, 1, 10);
    byte[] update = message(MessageMode.RELATIVE, 0, 2, 2, 20);
    byte[] late = message(MessageMode.REFERENCE, 0, 2, 101, 1000);
    DecodedMessage one = decode(decode(null, early), update);
    DecodedMessage other = decode(decode(null, late), update);
    DecodedMessage again = decode(decode(null, early), update);
    assertNotSame(one, other);
    assertSame(one, again);
    assertEquals(List.of("0 2 20"), rows(one));
    assertEquals(List.of("0 102 1010"), rows(other));
  }

  @Test
  void nothingIsRelativeToNothing() {
    message(MessageMode.REFERENCE, 0, 2, 1, 10);
    byte[] update = message(MessageMode.RELATIVE, 0, 2, 2, 20);
    assertEquals(StreamOutcome.NO_REFERENCE, decode(null, update).outcome);
  }

  /** Board, number and stamp of each. */
  private static List<String> rows(DecodedMessage message) {
    return IntStream.range(0, message.rows())
        .mapToObj(row -> message.board(row) + " " + message.number(row) + " " + message.stamp(row))
        .toList();
  }

  private DecodedMessage decode(@Nullable DecodedMessage last, byte[] message) {
    return decoder.decode(last == null ? null : last.reference, message, 0, message.length);
  }

  private byte[] message(MessageMode mode, int first, int channels, double... values) {
    encoder.begin(mode, GENERATION, 1000);
    encoder.add(first, channels, new long[] {1000}, values, null);
    byte[] message = new byte[encoder.size()];
    System.arraycopy(encoder.array(), 0, message, 0, message.length);
    return message;
  }
}
