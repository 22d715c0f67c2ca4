package dev.ferrule.protocol.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

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

  @Test
  void holdsTheRateWithinOnePercent() {
    var clock = new TickClock(1_000);
    for (int i = 0; i < 20; i++) {
      clock.sample(i * SECOND, i * SECOND, 1_015 * i);
    }
    assertEquals(1_010, clock.ticksPerSecond(), 1e-6);
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
    clock.sample(23 * SECOND, 23 * SECOND, 200);
    assertEquals(1, clock.samples());
    assertEquals(200, clock.tickAt(23 * SECOND));
    assertEquals(1_200, clock.tickAt(24 * SECOND));
  }

  @Test
  void keepsItsSamplesThroughAPauseInWhichTheBoardDriftedAway() {
    var clock = new TickClock(1_000);
    clock.sample(0, 1_000_000, 50_000);
    long hour = 3_600 * SECOND;
    clock.sample(hour, hour + 1_000_000, 50_000 + 3_600_000 + 36_000);
    assertEquals(2, clock.samples());
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
}
