package dev.ferrule.gateway.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.loop.LoopLoad;
import dev.ferrule.gateway.loop.ManualLoop;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a group waits. */
class PaceTest {

  private static final long MS = 1_000_000;
  private static final Duration TICK = Duration.ofMillis(10);

  private final ManualLoop loop = new ManualLoop();
  private final LoopLoad load = new LoopLoad(loop);

  private Pace pace(Duration interval) {
    return new Pace(TICK, interval, load, 0);
  }

  /** Of a group in which much happens, on a loop that has been that busy. */
  private Pace often(double share) {
    loop.works(share);
    loop.advance(Duration.ofSeconds(1));
    Pace pace = pace(Duration.ZERO);
    for (int i = 0; i <= Pace.BURST; i++) {
      pace.offered(0);
    }
    return pace;
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "0.5, 1", "0.7, 5.5", "0.9, 10", "1, 10"})
  void gathersLongerAsTheLoopFills(double share, double millis) {
    Pace pace = often(share);
    pace.wrote(0, MS / 100);
    assertEquals(millis, (double) pace.pause(0) / MS, 0.001);
  }

  @Test
  void spendsNoMoreThanATenthOfTheTimeOnSendingWhileItHasTime() {
    Pace pace = often(0);
    pace.wrote(0, MS / 2);
    assertEquals(5 * MS, pace.pause(0));
  }

  @Test
  void writesAtOnceWhatTakesLongerToWriteThanATick() {
    Pace pace = often(1);
    pace.wrote(0, 20 * MS);
    assertTrue(pace.pause(20 * MS) <= 0);
  }

  @Test
  void writesAtOnceWhereLittleHappensHoweverBusyTheLoop() {
    loop.advance(Duration.ofSeconds(1));
    Pace pace = pace(Duration.ZERO);
    pace.offered(0);
    pace.wrote(0, 8 * MS);
    pace.offered(9 * MS);
    assertTrue(pace.pause(9 * MS) <= 0);
  }

  @Test
  void keepsTheIntervalOfARateHoweverQuiet() {
    Pace rated = pace(Duration.ofMillis(500));
    rated.offered(0);
    assertTrue(rated.pause(0) <= 0);
    rated.wrote(0, MS);
    rated.offered(400 * MS);
    assertEquals(100 * MS, rated.pause(400 * MS));
  }
}
