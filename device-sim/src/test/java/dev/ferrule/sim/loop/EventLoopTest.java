package dev.ferrule.sim.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.sim.pty.Pty;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class EventLoopTest {

  private final ManualClock clock = new ManualClock();

  @Test
  void firesTimersAtTheirTimeAndInTheirOrder() {
    List<String> course = new ArrayList<>();
    try (var loop = new EventLoop("test", clock)) {
      loop.run(
          () -> {
            loop.at(3_000_000, () -> course.add("c" + loop.now()));
            loop.at(1_000_000, () -> course.add("a" + loop.now()));
            loop.at(1_000_000, () -> loop.at(2_000_000, () -> course.add("b" + loop.now())));
            loop.at(2_000_000, () -> course.add("never")).cancel();
          });
      clock.advance(Duration.ofMillis(2));
      assertEquals(List.of("a1000000", "b2000000"), course);
      clock.advance(Duration.ofMillis(1));
      assertEquals(List.of("a1000000", "b2000000", "c3000000"), course);
    }
  }

  @Test
  void handsExceptionsOfCallsToTheCallerAndGoesOn() {
    try (var loop = new EventLoop("test", clock)) {
      var thrown =
          assertThrows(
              IllegalArgumentException.class,
              () ->
                  loop.run(
                      () -> {
                        throw new IllegalArgumentException("mine");
                      }));
      assertEquals("mine", thrown.getMessage());
      assertEquals(42, loop.call(() -> 42));
    }
  }

  @Test
  void refusesCallsAfterItsEnd() {
    var loop = new EventLoop("test", clock);
    loop.close();
    loop.close();
    assertThrows(IllegalStateException.class, () -> loop.call(() -> 1));
  }

  @Test
  void endsByItsOwnFaultAndSaysSo() {
    try (var loop = new EventLoop("test", clock)) {
      loop.run(
          () ->
              loop.at(
                  1,
                  () -> {
                    throw new AssertionError("a bug");
                  }));
      assertThrows(AssertionError.class, () -> clock.advance(Duration.ofMillis(1)));
      var later = assertThrows(IllegalStateException.class, () -> loop.call(() -> 1));
      assertEquals("java.lang.AssertionError: a bug", String.valueOf(later.getCause()));
    }
  }

  @Test
  void restsWhileNobodyHasTheLineOpen() {
    try (var loop = new EventLoop("test", clock);
        var counted = loop.call(Counted::new)) {
      loop.run(() -> loop.attach(counted));
      long end = System.nanoTime() + 300_000_000;
      while (System.nanoTime() < end) {
        LockSupport.parkNanos(end - System.nanoTime());
      }
      int turns = loop.call(() -> counted.turns);
      assertTrue(turns < 60, () -> turns + " turns in 0.3 s");
      loop.run(counted::close);
    }
  }

  /** A line that nobody opens, which counts the turns of its loop. */
  private static final class Counted implements Port, AutoCloseable {
    private final Pty pty = Pty.open();
    private int turns;

    @Override
    public Optional<Pty> line() {
      return pty.isOpen() ? Optional.of(pty) : Optional.empty();
    }

    @Override
    public boolean takesInput() {
      return true;
    }

    @Override
    public void received(byte[] bytes, int length) {}

    @Override
    public void opened() {}

    @Override
    public void closed() {}

    @Override
    public void turnEnds() {
      turns++;
    }

    @Override
    public void loopEnds() {}

    @Override
    public void close() {
      pty.close();
    }
  }
}
