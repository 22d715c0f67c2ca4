package dev.ferrule.gateway.device.modbus.line;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * How long a unit must be left alone after its answer: some are deaf for a while, and lose whatever
 * is asked of them then.
 *
 * <p>When requests right behind an answer are lost, {@link #FEW} in a row, the unit gets a pause;
 * twice as long when that is not enough.
 *
 * <p>Owner: the line.
 */
final class Haste {

  private static final int FEW = 3;
  private static final Duration FIRST = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofMillis(200);

  /** A request so soon after the pause counts as right behind the answer. */
  private static final Duration SOON = Duration.ofMillis(100);

  private static final class Rest {
    private long answeredAt;
    private long pause;
    private int lost;
  }

  private final BiConsumer<Integer, Duration> learned;
  private final Map<Integer, Rest> rests = new HashMap<>();

  /** {@code learned} hears of a unit that needs a pause. */
  Haste(BiConsumer<Integer, Duration> learned) {
    this.learned = learned;
  }

  /** Others may be there. */
  void reset() {
    rests.clear();
  }

  /** Nanoseconds until a unit may be asked; 0 when it may at once. */
  long pause(int unit, long now) {
    Rest rest = rests.get(unit);
    return rest == null ? 0 : Math.max(0, rest.answeredAt + rest.pause - now);
  }

  /** A unit answered {@code now} what it was asked at {@code asked}. */
  void answered(int unit, long asked, long now) {
    Rest rest = rests.computeIfAbsent(unit, _ -> new Rest());
    if (isSoon(rest, asked)) {
      rest.lost = 0;
    }
    rest.answeredAt = now;
  }

  /** A unit did not answer what it was asked at {@code asked}. */
  void lost(int unit, long asked) {
    Rest rest = rests.get(unit);
    if (rest == null || !isSoon(rest, asked) || ++rest.lost < FEW) {
      return;
    }
    rest.lost = 0;
    if (rest.pause < LONGEST.toNanos()) {
      rest.pause = Math.max(FIRST.toNanos(), 2 * rest.pause);
      learned.accept(unit, Duration.ofNanos(rest.pause));
    }
  }

  private static boolean isSoon(Rest rest, long asked) {
    return asked - rest.answeredAt <= rest.pause + SOON.toNanos();
  }
}
