package dev.ferrule.gateway.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.gateway.history.file.HistorySettings;
import dev.ferrule.gateway.history.file.HistoryStatus;
import dev.ferrule.gateway.model.Commits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long the history has room for what waits. */
class HorizonTest {

  private static final long NOW = 1_767_225_600_000L;
  private static final HistorySettings SETTINGS =
      new HistorySettings(true, Duration.ofSeconds(1), Duration.ofDays(90), 1_000);

  private static HistoryStatus of(long bytes, Duration age) {
    long oldest = NOW - age.toMillis();
    return new HistoryStatus(
        HistoryStatus.State.ON, "", bytes, oldest, 0, 0, oldest, Duration.ZERO, Commits.NONE);
  }

  @Test
  void isAsLongAsReadingsAreWantedWhileThereIsRoom() {
    assertEquals(Duration.ofDays(90), Horizon.reach(SETTINGS, of(10, Duration.ofDays(1)), NOW));
    assertEquals(Duration.ofDays(90), Horizon.reach(SETTINGS, of(0, Duration.ZERO), NOW));
  }

  @Test
  void isWhatTheSizeAllowsAtTheRateAtWhichItGrew() {
    assertEquals(Duration.ofDays(10), Horizon.reach(SETTINGS, of(100, Duration.ofDays(1)), NOW));
    assertEquals(
        Duration.ofDays(8),
        Horizon.left(
            SETTINGS, of(100, Duration.ofDays(1)), NOW - Duration.ofDays(2).toMillis(), NOW));
  }

  @Test
  void isNothingForWhatGoesNext() {
    assertEquals(
        Duration.ZERO,
        Horizon.left(
            SETTINGS, of(1_000, Duration.ofDays(1)), NOW - Duration.ofDays(2).toMillis(), NOW));
  }
}
