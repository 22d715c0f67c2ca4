package dev.ferrule.sim.bench.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.protocol.stream.StreamOutcome;
import dev.ferrule.sim.bench.model.Outcome;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class ScoresTest {

  private static final int CHANNELS = 4;
  private static final long NANOS = 5_000_000_000L;
  private static final int MICROS = (int) (NANOS / 1000);

  private final Scores scores = new Scores();
  private final BitSet[] seen = {new BitSet(), new BitSet()};

  @Test
  void countsWhatIsInTheWindowOnly() {
    scores.begin(new Window(new long[] {10, 100}, 3));
    arrive(false, 0, 9);
    arrive(false, 0, 10);
    arrive(false, 0, 12);
    arrive(false, 0, 13);
    arrive(false, 1, 102);
    Outcome.Received got = received();
    assertEquals(3, got.rows());
    assertEquals(3 * CHANNELS, got.readingsPerSecond());
    assertEquals(3, got.lost());
    assertEquals(5, got.messages());
  }

  @Test
  void tellsADuplicateFromARepetition() {
    scores.begin(new Window(new long[] {0, 0}, 10));
    arrive(false, 0, 1);
    arrive(false, 0, 1);
    arrive(true, 0, 1);
    assertEquals(1, received().rows());
    assertEquals(1, received().doubled());
    assertEquals(1, received().repeated());
  }

  @Test
  void takesTheTimeFromSamplingToReading() {
    scores.begin(new Window(new long[] {0, 0}, 10));
    arrive(row(0, 0, MICROS - 1500), false);
    arrive(row(0, 1, MICROS - 500), false);
    arrive(row(0, 2, MICROS + 1), false);
    arrive(row(0, 3, -1), false);
    assertEquals(2, received().latency().count());
    assertEquals(0.5, received().latency().p50(), 0.001);
    assertEquals(1.5, received().latency().max(), 0.001);
    assertEquals(2, received().wrong(), "from the future, and without a time");
  }

  @Test
  void stampsMayWrap() {
    scores.begin(new Window(new long[] {0, 0}, 10));
    long justAfter = (1L << 31) * 1000 + 100_000;
    scores.message(row(0, 0, Integer.MAX_VALUE - 99), seen, false, justAfter);
    assertEquals(0.2, received().latency().max(), 0.001);
  }

  @Test
  void countsMessagesThatCannotBeRead() {
    scores.message(new DecodedMessage(new byte[1], false, null), seen, false, NANOS);
    assertEquals(1, received().faulty());
  }

  private void arrive(boolean mayRepeat, int board, int number) {
    arrive(row(board, number, MICROS), mayRepeat);
  }

  private void arrive(DecodedMessage message, boolean mayRepeat) {
    scores.message(message, seen, mayRepeat, NANOS);
  }

  private Outcome.Received received() {
    return scores.received(1, CHANNELS, 1);
  }

  private static DecodedMessage row(int board, int number, int stamp) {
    var message = new DecodedMessage(new byte[0], false, null);
    message.outcome = StreamOutcome.DELIVERED;
    message.add(board, number, stamp);
    return message;
  }
}
