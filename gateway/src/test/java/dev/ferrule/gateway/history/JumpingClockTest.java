package dev.ferrule.gateway.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.ferrule.gateway.history.Remembering.Seen;
import dev.ferrule.gateway.history.file.Gap;
import dev.ferrule.gateway.history.query.HistoryReader.Outcome;
import dev.ferrule.gateway.history.query.Question;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.model.TimeBase;
import dev.ferrule.protocol.Quality;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody sets the clock while readings come. */
@Timeout(120)
class JumpingClockTest {

  private static final long T = 1_767_225_600_000L;
  private static final int EACH = 300;
  private static final List<Duration> JUMPS =
      List.of(
          Duration.ofSeconds(2),
          Duration.ofSeconds(-2),
          Duration.ofHours(1),
          Duration.ofHours(-1),
          Duration.ofDays(365),
          Duration.ofDays(-365));

  @TempDir Path data;

  private final List<Seen> fed = new ArrayList<>();
  private long monotonic = 1_000_000;

  @Test
  void storesEveryReadingAndEveryJump() throws Exception {
    long offset = T;
    try (Remembering gateway = Remembering.in(data, "boiler")) {
      gateway.up("boiler", Channels.sensor("boiler", "temp"));
      feed(gateway, new TimeBase(offset, true), 0);
      for (Duration jump : JUMPS) {
        offset += jump.toMillis();
        feed(gateway, new TimeBase(offset, true), 0);
      }
      gateway.settle();
      List<Long> told =
          gaps(gateway).stream()
              .filter(gap -> gap.reason() == Gap.Reason.CLOCK)
              .map(Gap::count)
              .toList();
      assertEquals(
          new HashSet<>(JUMPS.stream().map(Duration::toMillis).toList()), new HashSet<>(told));
      assertEquals(JUMPS.size(), told.size());
      same(gateway);
    }
    try (Remembering gateway = Remembering.in(data, "boiler")) {
      same(gateway);
    }
  }

  /** A Pi that starts in 1970, is set by hand, and then finds a network. */
  @Test
  void movesAWholeStartToTheTimeThatTheNetworkTells() throws Exception {
    try (Remembering gateway = Remembering.in(data, "boiler")) {
      gateway.up("boiler", Channels.sensor("boiler", "temp"));
      feed(gateway, new TimeBase(1, false), T - 1);
      feed(
          gateway,
          new TimeBase(1 + Duration.ofDays(3).toMillis(), false),
          T - 1 - Duration.ofDays(3).toMillis());
      feed(gateway, new TimeBase(T, true), 0);
      gateway.settle();
      same(gateway);
      long before = Long.MIN_VALUE;
      for (Seen seen : gateway.all("*")) {
        assertEquals(Math.max(before, seen.time()), seen.time(), "out of order");
        before = seen.time();
      }
    }
    try (Remembering gateway = Remembering.in(data, "boiler")) {
      same(gateway);
    }
  }

  private void feed(Remembering gateway, TimeBase base, long moved) {
    for (int i = 0; i < EACH; i++) {
      monotonic += 10;
      long time = monotonic + base.offsetMillis();
      double value = fed.size() % 500 / 10.0;
      gateway.read("boiler", ReadingBatch.single(0, time, value, Quality.GOOD).with(base));
      fed.add(new Seen("boiler.temp", time + moved, value, 0));
    }
  }

  private static List<Gap> gaps(Remembering gateway) throws Exception {
    Outcome outcome = gateway.ask(new Question(List.of("*"), 0, Long.MAX_VALUE), 10);
    return assertInstanceOf(Outcome.Known.class, outcome).gaps();
  }

  private void same(Remembering gateway) throws Exception {
    List<Seen> all = gateway.all("*");
    assertEquals(fed.size(), all.size());
    assertEquals(new HashSet<>(fed), new HashSet<>(all));
  }
}
