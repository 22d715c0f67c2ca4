package dev.ferrule.gateway.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.model.TimeBase;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** In a time that the test winds by hand. */
class WallClockTest {

  private static final long TRUE_START = Instant.parse("2026-11-23T12:00:00Z").toEpochMilli();
  private static final long MS = 1_000_000;

  private long elapsedMs;
  private long machineAheadMs = -3 * 3600_000L;
  private boolean kept;

  private final WallClock clock =
      new WallClock(
          Optional.of("gps"),
          () -> kept,
          () -> truth() + machineAheadMs,
          () -> -77_000_000_000L + elapsedMs * MS);

  private long truth() {
    return TRUE_START + elapsedMs;
  }

  /** Seconds pass, and the receiver says each of them, that much late. */
  private void hear(int seconds, int lateMs) {
    for (int i = 0; i < seconds; i++) {
      elapsedMs += 1000;
      clock.told(truth() - lateMs, -77_000_000_000L + elapsedMs * MS);
    }
  }

  @Test
  void believesASourceOnceTenTimesAgree() {
    hear(9, 100);
    assertEquals(truth() + machineAheadMs, clock.currentTimeMillis());
    hear(1, 100);
    assertEquals(truth() - 100, clock.currentTimeMillis());
  }

  @Test
  void tellsHowItsTimesAreMadeAndWhetherTheyAreTrusted() {
    TimeBase before = clock.timeBase();
    assertFalse(before.isTrusted());
    long wall = clock.currentTimeMillis();
    assertEquals(-77_000 + elapsedMs, before.monotonic(wall));

    elapsedMs += 5_000;
    assertSame(before, clock.timeBase());

    hear(10, 0);
    TimeBase after = clock.timeBase();
    assertTrue(after.isTrusted());
    assertEquals(-machineAheadMs, after.offsetMillis() - before.offsetMillis());
    assertEquals(truth() - 15_000, wall + after.offsetMillis() - before.offsetMillis());
  }

  @Test
  void looksAgainWhenItWasHeldUpBetweenTheTwoClocks() {
    int[] looks = new int[1];
    var late =
        new WallClock(
            Optional.empty(),
            () -> true,
            () -> {
              elapsedMs += looks[0]++ == 0 ? 40 : 0; // held up, once
              return truth();
            },
            () -> elapsedMs * MS);
    assertEquals(TRUE_START, late.timeBase().offsetMillis());
  }

  @Test
  void trustsThisMachinesClockOnceSomebodyKeepsIt() {
    assertFalse(clock.timeBase().isTrusted());
    kept = true;
    elapsedMs += 10_000;
    assertTrue(clock.timeBase().isTrusted());
  }

  @Test
  void goesOnByItselfWhenTheSourceIsSilent() {
    hear(10, 0);
    elapsedMs += 86_400_000;
    machineAheadMs = 5; // somebody set it by hand
    assertEquals(truth(), clock.currentTimeMillis());
  }

  @Test
  void takesTheLeastLateAndNeverGoesBack() {
    var random = new SplittableRandom(1);
    long before = 0;
    for (int i = 0; i < 1000; i++) {
      hear(1, 100 + random.nextInt(400));
      long now = clock.currentTimeMillis();
      assertTrue(now >= before, "back by " + (before - now) + " ms");
      before = now;
    }
    long late = truth() - clock.currentTimeMillis();
    assertTrue(late >= 100 && late < 200, late + " ms late");
  }

  @Test
  void correctsByAThousandthAndJumpsPastASecond() {
    hear(10, 0);
    hear(20, 300);
    long late = truth() - clock.currentTimeMillis();
    assertTrue(late > 0 && late <= 20, late + " ms");
    hear(10, 5000);
    assertEquals(5000, truth() - clock.currentTimeMillis());
  }

  @Test
  void oneWrongSentenceDoesNothing() {
    hear(10, 0);
    clock.told(truth() + 3_600_000, -77_000_000_000L + elapsedMs * MS);
    assertEquals(truth(), clock.currentTimeMillis());
    hear(9, 0);
    assertEquals(truth(), clock.currentTimeMillis());
  }

  @Test
  void refusesAReceiverThatLostCountOfTheWeeks() {
    for (int i = 0; i < 20; i++) {
      elapsedMs += 1000;
      clock.told(
          Instant.parse("2007-04-08T12:00:00Z").toEpochMilli() + i * 1000L,
          -77_000_000_000L + elapsedMs * MS);
    }
    assertEquals(truth() + machineAheadMs, clock.currentTimeMillis());
  }

  @Test
  void aKeptClockIsTheTime() {
    hear(10, 0);
    kept = true;
    hear(11, 0); // looked at every ten seconds
    assertEquals(truth() + machineAheadMs, clock.currentTimeMillis());
    kept = false;
    hear(21, 0);
    assertEquals(truth(), clock.currentTimeMillis());
  }

  @Test
  void hearsTheNamedDeviceOnly() {
    assertTrue(clock.hears("gps"));
    assertFalse(clock.hears("boat"));
    assertFalse(WallClock.ofThisMachine().hears("gps"));
  }
}
