package dev.ferrule.gateway.history.file;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SteadyClockTest {

  private static final long T = 1_767_225_600_000L;
  private static final long YEAR = Duration.ofDays(365).toMillis();

  private final SteadyClock clock = new SteadyClock();

  @Test
  void isTrustedAfterAnHour() {
    assertFalse(at(0, 0));
    assertFalse(at(59, 0));
    assertTrue(at(60, 0));
    assertTrue(at(61, 500));
  }

  @Test
  void isNotTrustedForAnHourAfterAJump() {
    at(0, 0);
    assertTrue(at(60, 0));
    assertFalse(at(61, YEAR));
    assertFalse(at(62, 0));
    assertFalse(at(121, 0));
    assertTrue(at(122, 0));
  }

  private boolean at(int minutes, long wrong) {
    long millis = Duration.ofMinutes(minutes).toMillis();
    return clock.isSteady(T + millis + wrong, millis * 1_000_000);
  }
}
