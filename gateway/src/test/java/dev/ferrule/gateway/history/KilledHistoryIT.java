package dev.ferrule.gateway.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.history.Remembering.Seen;
import dev.ferrule.gateway.history.query.HistoryReader;
import dev.ferrule.gateway.history.query.Question;
import java.io.BufferedReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that stores is killed (SIGKILL) again and again, at random moments. What it said was
 * committed is there, once, with its value: {@code -Dkills=200} kills it so often, {@code
 * -Dkills.seed=N} at other moments.
 */
@Timeout(7_200)
class KilledHistoryIT {

  private static final int KILLS = Integer.getInteger("kills", 20);
  private static final long SEED = Long.getLong("kills.seed", 20261201);

  /** The longest that it stores before it is killed; some are killed while they open the file. */
  private static final int LONGEST_MS = 1_000;

  @TempDir Path data;

  private final Random random = new Random(SEED);
  private final List<Long> startMs = new ArrayList<>();

  /** How many readings of each run are known to be there. */
  private final List<Long> kept = new ArrayList<>();

  @Test
  void losesNothingThatWasCommitted() throws Exception {
    long committed = 0;
    long beyond = 0;
    for (int run = 0; run < KILLS; run++) {
      long said = store(run);
      kept.add(said);
      committed += said;
      // Otherwise the next process opens what this one left.
      if (random.nextBoolean() || run == KILLS - 1) {
        beyond += check(run, StoringProcess.time(run, 0)) - said;
      }
    }
    check(KILLS - 1, 0);
    startMs.sort(Long::compare);
    System.out.printf(
        "%d kills, seed %d: %d readings committed, lost 0, twice 0, wrong 0; %d more were there;"
            + " start to storing p50 %d ms, p99 %d ms%n",
        KILLS, SEED, committed, beyond, percentile(50), percentile(99));
  }

  private long percentile(int percent) {
    return startMs.isEmpty() ? -1 : startMs.get((startMs.size() - 1) * percent / 100);
  }

  /** One life; how many readings it said were committed. */
  private long store(int run) throws Exception {
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                ManagementFactory.getRuntimeMXBean().getClassPath(),
                StoringProcess.class.getName(),
                data.toString(),
                Integer.toString(run))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long said = 0;
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      boolean early = random.nextInt(5) == 0;
      int delay = random.nextInt(LONGEST_MS);
      if (!early) {
        assertEquals("on", out.readLine(), "run " + run);
        startMs.add((System.nanoTime() - start) / 1_000_000);
      }
      TimeUnit.MILLISECONDS.sleep(delay);
      // By its handle: the process itself would throw away what it said last.
      assertTrue(process.toHandle().destroyForcibly());
      String line = out.readLine();
      while (line != null) {
        said = line.startsWith("committed ") ? Long.parseLong(line.substring(10)) : said;
        line = out.readLine();
      }
    } finally {
      process.destroyForcibly();
    }
    return said;
  }

  /** Looks at everything since a time; how many readings of the last run there are. */
  private long check(int run, long from) throws Exception {
    Set<Seen> seen = new HashSet<>();
    try (HistoryReader reader = Remembering.reader(data.resolve("history.db"))) {
      for (Seen one :
          Remembering.all(reader, new Question(List.of("*"), from, Long.MAX_VALUE / 4))) {
        assertTrue(seen.add(one), () -> one + " is there twice; seed " + SEED);
      }
    }
    long last = 0;
    for (int life = 0; life <= run; life++) {
      if (StoringProcess.time(life, 0) < from) {
        continue;
      }
      int before = seen.size();
      List<Seen> sure = StoringProcess.readings(life, kept.get(life));
      for (Seen one : sure) {
        assertTrue(seen.remove(one), () -> one + " is lost; seed " + SEED);
      }
      // What was written when it was killed, and not said yet.
      long more = kept.get(life);
      while (seen.remove(StoringProcess.reading(life, more))) {
        more++;
      }
      last = (long) before - seen.size();
    }
    assertEquals(Set.of(), seen, "never told, seed " + SEED);
    return last;
  }
}
