package dev.ferrule.gateway.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long a group waits. */
class PaceTest {

  private static final long MS = 1_000_000;
  private static final Duration TICK = Duration.ofMillis(10);

  private final Pace pace = new Pace(TICK, Duration.ZERO, 0);

  @Test
  void restsAQuarterOfWhatWritingTook() {
    pace.offered(0);
    assertTrue(pace.pause(0) <= 0);
    pace.wrote(0, 8 * MS);
    pace.offered(9 * MS);
    assertEquals(MS, pace.pause(9 * MS));
    assertTrue(pace.pause(10 * MS) <= 0);
  }

  @Test
  void restsNoLongerThanATick() {
    pace.offered(0);
    pace.wrote(0, 100 * MS);
    assertEquals(10 * MS, pace.pause(100 * MS));
  }

  @Test
  void keepsTheIntervalOfARateHoweverQuiet() {
    Pace rated = new Pace(TICK, Duration.ofMillis(500), 0);
    rated.offered(0);
    assertTrue(rated.pause(0) <= 0);
    rated.wrote(0, MS);
    rated.offered(400 * MS);
    assertEquals(100 * MS, rated.pause(400 * MS));
  }
}
