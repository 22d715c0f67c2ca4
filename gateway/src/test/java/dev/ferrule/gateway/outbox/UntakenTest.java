package dev.ferrule.gateway.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which readings are still to be told. */
class UntakenTest {

  private final Untaken untaken = new Untaken();

  private static Optional<Untaken.Span> span(long from, long to) {
    return Optional.of(new Untaken.Span(from, to));
  }

  @Test
  void beginsWhereItIsToldAndCutsAtMarks() {
    untaken.begin(3, 100);
    assertEquals(Optional.empty(), untaken.next(3, 0));
    untaken.cut(3, 150);
    assertEquals(span(100, 150), untaken.next(3, 0));
    assertEquals(span(120, 150), untaken.next(3, 120));
    assertEquals(150, untaken.open(3));
    assertEquals(50, untaken.size());
  }

  @Test
  void knowsWhatWasNotTakenBetweenWhatWas() {
    untaken.begin(0, 0);
    untaken.taken(0, 0, 10);
    untaken.taken(0, 12, 20);
    assertEquals(span(10, 12), untaken.next(0, 0));
    assertEquals(20, untaken.open(0));
    untaken.taken(0, 10, 12);
    assertEquals(Optional.empty(), untaken.next(0, 0));
  }

  @Test
  void neverClaimsNumbersThatTheHistoryLost() {
    untaken.begin(0, 0);
    untaken.taken(0, 0, 90);
    untaken.cut(0, 100);
    untaken.taken(0, 100, 110);
    untaken.limit(0, 95);
    assertEquals(span(90, 95), untaken.next(0, 0));
    assertEquals(95, untaken.open(0));
  }

  @Test
  void joinsTheLastTwoWhenThereAreTooMany() {
    untaken.begin(0, 0);
    for (int i = 0; i < 1_000; i++) {
      untaken.taken(0, 2L * i + 1, 2L * i + 2);
    }
    assertEquals(span(0, 1), untaken.next(0, 0));
    long spans = 0;
    for (var next = untaken.next(0, 0); next.isPresent(); spans++) {
      next = untaken.next(0, next.get().to());
    }
    assertEquals(Untaken.MOST_SPANS, spans);
    assertEquals(2_000, untaken.open(0));
  }

  @Test
  void isWhatASetOfNumbersWouldBeAndSurvivesItsBytes() {
    for (int seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      int end = 400;
      var right = new BitSet();
      right.set(0, end);
      Untaken now = new Untaken();
      now.begin(7, 0);
      for (int step = 0; step < 40; step++) {
        int from = random.nextInt(end);
        int to = Math.min(end, from + random.nextInt(30));
        if (random.nextInt(4) == 0) {
          now.cut(7, from);
        } else {
          now.taken(7, from, to);
          right.clear(from, to);
        }
        now = Untaken.of(now.bytes()).orElseThrow();
      }
      now.cut(7, end);
      var seen = new BitSet();
      for (var next = now.next(7, 0); next.isPresent(); next = now.next(7, next.get().to())) {
        assertTrue(seen.get((int) next.get().from(), (int) next.get().to()).isEmpty());
        seen.set((int) next.get().from(), (int) next.get().to());
      }
      assertEquals(right, seen, "seed " + seed);
      assertEquals(right.cardinality(), now.size(), "seed " + seed);
    }
  }

  @Test
  void refusesBytesOfAnotherForm() {
    assertTrue(Untaken.of(new byte[] {9, 9}).isEmpty());
    assertTrue(Untaken.of(new byte[0]).isEmpty());
  }
}
