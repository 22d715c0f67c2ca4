package dev.ferrule.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.loop.ManualLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WatchdogTest {

  private final ManualLoop core = new ManualLoop();
  private final ManualLoop line = new ManualLoop();
  private final List<String> stalled = new ArrayList<>();
  private int alive;
  private final Watchdog watchdog =
      new Watchdog(
          Map.<String, Loop>of("the core", core, "boiler", line), () -> alive++, stalled::add);

  @Test
  void saysAliveAsLongAsEveryLoopTurns() {
    for (int round = 0; round < 100; round++) {
      watchdog.look();
      core.runReady();
      line.runReady();
    }
    assertEquals(100, alive);
    assertEquals(List.of(), stalled);
  }

  @Test
  void namesTheLoopThatStandsStillOnceItsLimitIsOver() {
    int rounds = (int) Watchdog.LIMIT.toSeconds();
    for (int round = 0; round < rounds; round++) {
      watchdog.look();
      core.runReady();
    }
    assertEquals(List.of(), stalled);
    watchdog.look();
    assertEquals(List.of("boiler"), stalled);
    assertEquals(1, alive);
    watchdog.look();
    assertEquals(1, stalled.size());
  }

  @Test
  void goesOnWhenALoopTurnsAgain() {
    watchdog.look();
    watchdog.look();
    assertEquals(1, alive);
    core.runReady();
    line.runReady();
    watchdog.look();
    assertEquals(2, alive);
  }
}
