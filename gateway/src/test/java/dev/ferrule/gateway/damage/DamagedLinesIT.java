package dev.ferrule.gateway.damage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * All drivers on damaged cables for {@code -Dseconds=10}, {@code -Dlines=1} of each kind and
 * damage, {@code -Dseed=1} of all chance. By hand ten minutes and three lines show more.
 */
@Timeout(3_600)
class DamagedLinesIT {

  @TempDir private Path directory;

  @Test
  void showNothingWrongAndCountWhatIsLostAndActOnceAndInTime() throws Exception {
    long seed = Long.getLong("seed", 1);
    try (var lines = new DamagedLines(directory, seed, Integer.getInteger("lines", 1))) {
      List<Account> accounts = lines.run(Duration.ofSeconds(Integer.getInteger("seconds", 10)));
      accounts.forEach(System.out::println);
      assertEquals(
          List.of(), accounts.stream().flatMap(account -> account.faults().stream()).toList());
    }
  }
}
