package dev.ferrule.gateway.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorkBudgetTest {

  private static final long MS = 1_000_000;

  private final WorkBudget budget = new WorkBudget(0.1, Duration.ofMillis(50), 0);

  @Test
  void letsABurstThrough() {
    budget.spent(50 * MS, 50 * MS);
    assertEquals(Duration.ZERO, budget.pause(50 * MS));
    assertTrue(budget.isInDebt(50 * MS));
  }

  @Test
  void waitsUntilWhatWasTakenIsItsShare() {
    budget.spent(60 * MS, 60 * MS);
    Duration pause = budget.pause(60 * MS);
    assertEquals(100.0, pause.toNanos() / 1e6, 1.0);
    assertEquals(Duration.ZERO, budget.pause(60 * MS + pause.toNanos() + MS));
  }

  @Test
  void forgetsWhatIsMadeUpFor() {
    budget.spent(10 * MS, 10 * MS);
    assertFalse(budget.isInDebt(200 * MS));
  }

  /** Whoever asks as often as possible gets a tenth of the time. */
  @Test
  void givesItsShareInTheLongRun() {
    long now = 0;
    long worked = 0;
    while (now < 60_000 * MS) {
      budget.spent(3 * MS, now + 3 * MS);
      worked += 3 * MS;
      now += 3 * MS;
      now += budget.pause(now).toNanos();
    }
    assertEquals(0.1, (double) worked / now, 0.01);
  }
}
