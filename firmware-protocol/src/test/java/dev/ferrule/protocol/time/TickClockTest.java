package dev.ferrule.protocol.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TickClockTest {
  private static final long SEED = Long.getLong("seed", 20261122L);
  private static final long SECOND = 1_000_000_000L;

  private final Random random = new Random(SEED);

  @Test
  void oneSampleGivesTheOffset() {
    var clock = new TickClock(1_000);
    clock.sample(1_000_000, 3_000_000, 70_000);
    assertEquals(70_000, clock.tickAt(2_000_000));
    assertEquals(71_000, clock.tickAt(2_000_000 + SECOND));
    assertEquals(2_000_000 + SECOND, clock.nanosAt(71_000));
  }

  @Test
  void learnsTheDriftOfABadResonatorThroughJitter() {
    double drift = 1.005;
    var clock = new TickClock(1_000);
    long now = 0;
    for (int i = 0; i < 40; i++) {
      long there = random.nextLong(500_000, 3_000_000);
      long back = random.nextInt(5) == 0 ? 60_000_000 : random.nextLong(500_000, 3_000_000);
      long tick = 5_000 + Math.round((now + there) / 1e6 * drift);
      clock.sample(now, now + there + back, (int) tick);
      now += 5 * SECOND;
    }
    assertEquals(1_005, clock.ticksPerSecond(), 0.1, "seed " + SEED);
    long actual = 5_000 + Math.round(now / 1e6 * drift);
    assertEquals((double) actual, (double) clock.tickAt(now), 3.0, "seed " + SEED);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.97, 0.985, 0.99, 0.999, 1, 1.001, 1.01, 1.015, 1.03})
  void isNeverFurtherOffThanItSays(double drift) {
    for (int hz : new int[] {100, 1_000, 20_000}) {
      var line = new Line(hz, drift);
      for (int i = 0; i < 60; i++) {
        line.exchange();
        long pause = i < 3 ? SECOND / 20 : i < 13 ? SECOND : 5 * SECOND;
        for (int j = 0; j < 50; j++) {
          line.lookAt(line.now + random.nextLong(-pause, pause));
        }
        line.now += pause;
      }
      assertEquals(hz * drift, line.clock.ticksPerSecond(), hz * 0.001, "seed " + SEED);
      long error = line.clock.errorAt(line.now);
      assertTrue(error < 40_000_000 + 3 * SECOND / hz, "too doubtful: " + error);
    }
  }

  @Test
  void findsTheRateOfAClockThatDoesNotKeepItsWordAndDoubtsItUntilThen() {
    var line = new Line(1_000, 1.1);
    line.exchange();
    line.now += SECOND;
    assertFalse(line.exchange());
    for (int i = 0; i < 20; i++) {
      for (int j = 0; j < 50; j++) {
        line.lookAt(line.now + random.nextLong(SECOND));
      }
      line.now += SECOND;
      assertTrue(line.exchange());
    }
    assertEquals(1_100, line.clock.ticksPerSecond(), 1);
    assertTrue(line.clock.errorAt(line.now + SECOND) < 40_000_000, "found");
  }

  @Test
  void doubtsAClockThatWanders() {
    var clock = new TickClock(1_000);
    for (int i = 0; i < 16; i++) {
      long at = 5L * i * SECOND;
      clock.sample(at, at, 5_000 * i + (i % 2 == 0 ? 100 : 0));
    }
    assertTrue(clock.errorAt(80 * SECOND) > 50_000_000);
  }

  @Test
  void growsMoreDoubtfulTheLongerTheLastSampleIsAgo() {
    var clock = new TickClock(1_000);
    for (int i = 0; i < 16; i++) {
      clock.sample(i * SECOND, i * SECOND, 1_000 * i);
    }
    assertTrue(clock.errorAt(15 * SECOND) <= 3_000_000);
    assertTrue(clock.errorAt(75 * SECOND) >= 120_000_000);
  }

  @Test
  void countsOnThroughTheWrapOfThirtyTwoBits() {
    var clock = new TickClock(20_000);
    long tick = 0xFFFF_F000L;
    for (int i = 0; i < 20; i++) {
      clock.sample(i * SECOND, i * SECOND, (int) (tick + 20_000L * i));
    }
    assertEquals(tick + 20_000L * 25, clock.tickAt(25 * SECOND));
    assertEquals(tick + 400_000, clock.expand32((int) (tick + 400_000), 19 * SECOND));
  }

  @Test
  void beginsAnewWhenTheTickCanOnlyBeThatOfARestart() {
    var clock = new TickClock(1_000);
    for (int i = 0; i < 20; i++) {
      clock.sample(i * SECOND, i * SECOND, 1_005 * i + 700_000);
    }
    assertFalse(clock.sample(23 * SECOND, 23 * SECOND, 200));
    assertEquals(1, clock.samples());
    assertEquals(200, clock.tickAt(23 * SECOND));
    assertEquals(1_200, clock.tickAt(24 * SECOND));
  }

  @Test
  void knowsABoardAgainThatDriftedAwayInAPause() {
    var clock = new TickClock(1_000);
    clock.sample(0, 1_000_000, 50_000);
    long hour = 3_600 * SECOND;
    assertTrue(clock.sample(hour, hour + 1_000_000, 50_000 + 3_600_000 + 36_000));
  }

  /** The longest T, and a gateway that was stopped overnight, at the fastest clock allowed. */
  @Test
  void neverMistakesATickThatIsHoursOld() {
    var clock = new TickClock(20_000);
    clock.sample(0, 0, 1_000_000);
    for (int i = 0; i < 10_000; i++) {
      long now = random.nextLong(0, 3_600 * SECOND);
      long meant = clock.tickAt(now) - random.nextLong(20_000L * 24 * 3_600);
      assertEquals(meant, clock.expand32((int) meant, now), "seed " + SEED);
    }
  }

  @Test
  void refusesAClockThatThePageDoesNotAllow() {
    assertThrows(IllegalArgumentException.class, () -> new TickClock(99));
    assertTrue(new TickClock(100).samples() == 0);
  }

  /** A clock, and a board whose answers take a while each way, longer behind other frames. */
  private final class Line {
    final TickClock clock;
    final double ticksPerNano;
    long now;

    Line(int hz, double drift) {
      clock = new TickClock(hz);
      ticksPerNano = hz * drift / 1e9;
    }

    boolean exchange() {
      long there = random.nextLong(200_000, 3_000_000);
      long back = random.nextInt(5) == 0 ? 60_000_000 : random.nextLong(200_000, 3_000_000);
      return clock.sample(now, now + there + back, (int) tick(now + there));
    }

    long tick(long nanos) {
      return 5_000 + (long) Math.floor(nanos * ticksPerNano);
    }

    void lookAt(long nanos) {
      long off = Math.abs(clock.nanosAt(clock.expand32((int) tick(nanos), nanos)) - nanos);
      long says = clock.errorAt(nanos);
      assertTrue(off <= says, off + " ns off, but says " + says + ", seed " + SEED);
    }
  }
}
