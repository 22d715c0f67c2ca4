package dev.ferrule.gateway.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private final Backoff backoff = new Backoff(new SplittableRandom(1));

  @Test
  void doublesFromATenthOfASecondUpToTwoSeconds() {
    for (long nominal : new long[] {100, 200, 400, 800, 1600, 2000, 2000, 2000}) {
      long pause = backoff.next().toMillis();
      assertTrue(pause <= nominal && pause >= nominal * 3 / 4 - 1, pause + " for " + nominal);
    }
  }

  @Test
  void startsSmallAgainAfterSuccess() {
    for (int i = 0; i < 10; i++) {
      assertTrue(backoff.next().compareTo(Backoff.LIMIT) <= 0);
    }
    backoff.reset();
    assertTrue(backoff.next().compareTo(Backoff.FIRST) <= 0);
  }

  @Test
  void doesNotTryInStepWithAnother() {
    var other = new Backoff(new SplittableRandom(2));
    long same = 0;
    for (int i = 0; i < 20; i++) {
      same += backoff.next().equals(other.next()) ? 1 : 0;
    }
    assertEquals(0, same);
    assertTrue(Backoff.LIMIT.compareTo(Duration.ofSeconds(2)) <= 0);
  }
}
