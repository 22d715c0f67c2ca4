package dev.ferrule.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.ferrule.gateway.clock.WallClock;
import dev.ferrule.gateway.loop.Loop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VertxLoopTest {

  private final Vertx vertx = EventLoops.start(2);
  private final VertxLoop loop = ServingFixture.loop(vertx);

  @AfterEach
  void stop() {
    ServingFixture.await(vertx.close());
  }

  @Test
  void isCurrentOnItsOwnThreadOnly() {
    VertxLoop other = ServingFixture.loop(vertx);

    assertFalse(loop.isCurrent());
    assertTrue(on(loop, loop::isCurrent));
    assertFalse(on(other, loop::isCurrent));
  }

  @Test
  void runsTasksInTheOrderInWhichTheyWereHandedOver() {
    List<Integer> ran = new ArrayList<>();
    IntStream.range(0, 1_000).forEach(i -> loop.execute(() -> ran.add(i)));

    List<Integer> seen = on(loop, () -> List.copyOf(ran));

    assertEquals(IntStream.range(0, 1_000).boxed().toList(), seen);
  }

  /** A device goes on putting its outputs safe while what it tells reaches nobody any more. */
  @Test
  void forgetsTasksAfterItsEnd() {
    ServingFixture.await(vertx.close());

    loop.execute(() -> fail("ran after its end"));
    loop.after(Duration.ZERO, () -> fail("ran after its end"));
  }

  @Test
  void runsATimerOnTheLoopAndNotBeforeItsTime() {
    Promise<Boolean> ran = Promise.promise();
    long start = loop.nanoTime();
    loop.after(Duration.ofNanos(10_500_000), () -> ran.complete(loop.isCurrent()));

    assertTrue(ServingFixture.await(ran.future()));
    assertTrue(loop.nanoTime() - start >= 10_500_000);
  }

  @Test
  void forgetsACanceledTimer() {
    List<String> ran = new ArrayList<>();
    Promise<List<String>> end = Promise.promise();
    loop.execute(
        () -> {
          Loop.Timer first = loop.after(Duration.ofMillis(5), () -> ran.add("canceled"));
          loop.after(Duration.ofMillis(10), () -> end.complete(List.copyOf(ran)));
          first.cancel();
        });

    assertEquals(List.of(), ServingFixture.await(end.future()));
  }

  @Test
  void isMadeOnAnEventLoopOnly() {
    assertThrows(IllegalStateException.class, () -> VertxLoop.current(WallClock.ofThisMachine()));
  }

  private static <T> T on(Loop where, Supplier<T> task) {
    return ServingFixture.await(
        Future.future(promise -> where.execute(() -> promise.complete(task.get()))));
  }
}
