package dev.ferrule.gateway.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.history.file.Gap;
import dev.ferrule.gateway.history.file.HistoryStatus;
import dev.ferrule.gateway.history.query.HistoryReader;
import dev.ferrule.gateway.history.query.Question;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.model.Scale;
import dev.ferrule.protocol.Quality;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A history that another process keeps from being written, as a backup or a shell does. */
@Timeout(120)
class HeldHistoryTest {

  private static final long T = 1_767_225_600_000L;
  private static final Channel TEMP = Channels.sensor("boiler", "temp");

  /** A channel of floats, which take eight bytes each. */
  private static final Channel NOISE =
      new Channel(
          TEMP.id(),
          TEMP.label(),
          TEMP.unit(),
          TEMP.kind(),
          new Scale.Floating(),
          TEMP.range(),
          TEMP.period(),
          true,
          Optional.empty(),
          Map.of());

  @TempDir Path data;

  @Test
  void waitsForAProcessThatHoldsTheFileAndCountsWhatItLost() throws Exception {
    try (Remembering gateway = Remembering.in(data, "boiler")) {
      gateway.up("boiler", NOISE);
      gateway.read("boiler", ReadingBatch.single(0, T, 1, Quality.GOOD));
      gateway.settle();
      int fed = 1;
      long slowest = 0;
      try (var other = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("history.db"));
          var holding = other.createStatement()) {
        holding.execute("BEGIN EXCLUSIVE");
        while (gateway.history().status().waits().toMillis() < 3_000) {
          long start = System.nanoTime();
          gateway.read("boiler", many(fed));
          gateway.pass();
          slowest = Math.max(slowest, System.nanoTime() - start);
          fed += MANY;
          TimeUnit.MILLISECONDS.sleep(2);
        }
        HistoryStatus status = gateway.history().status();
        assertEquals(HistoryStatus.State.WAITING, status.state());
        assertTrue(status.text().contains("another process uses it"), status.text());
        holding.execute("COMMIT");
      }
      int all = fed;
      gateway.settle(() -> stored(gateway) + gateway.history().status().lost() == all);
      assertEquals(HistoryStatus.State.ON, gateway.history().status().state());
      System.out.printf(
          "held: %d readings fed, %d lost and said, slowest round on the loop %d ms%n",
          fed, gateway.history().status().lost(), slowest / 1_000_000);
      assertTrue(gateway.history().status().lost() > 0, "nothing was too much");
      assertTrue(slowest < 1_000_000_000L, slowest + " ns on the loop");
    }
  }

  @Test
  void opensAFileThatAnotherProcessHeldWhenItStarted() throws Exception {
    try (Remembering gateway = Remembering.in(data, "boiler")) {
      while (gateway.history().status().state() != HistoryStatus.State.ON) {
        TimeUnit.MILLISECONDS.sleep(2);
      }
    }
    try (var other = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("history.db"));
        var holding = other.createStatement()) {
      holding.execute("BEGIN EXCLUSIVE");
      try (Remembering gateway = Remembering.in(data, "boiler")) {
        gateway.up("boiler", TEMP);
        gateway.read("boiler", ReadingBatch.single(0, T, 1, Quality.GOOD));
        while (gateway.history().status().state() != HistoryStatus.State.WAITING) {
          TimeUnit.MILLISECONDS.sleep(2);
        }
        holding.execute("COMMIT");
        gateway.settle();
        assertEquals(1, gateway.all("*").size());
      }
    }
  }

  /** Blocks that nobody took go into the file that comes after; what does not is said. */
  @Test
  void losesNothingUnsaidWhenAFileIsSetAsideThatTookNothing() throws Exception {
    try (Remembering gateway = Remembering.in(data, "boiler")) {
      gateway.up("boiler", NOISE);
      gateway.settle(() -> gateway.history().status().state() == HistoryStatus.State.ON);
      Path file = data.resolve("history.db");
      int fed = 0;
      try (var other = DriverManager.getConnection("jdbc:sqlite:" + file);
          var holding = other.createStatement()) {
        holding.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        holding.execute("BEGIN EXCLUSIVE");
        while (fed < 800_000) {
          gateway.read("boiler", many(fed));
          gateway.pass();
          fed += MANY;
          TimeUnit.MILLISECONDS.sleep(2);
        }
        try (var raw = new RandomAccessFile(file.toFile(), "rw")) {
          raw.write(new byte[100]);
        }
        try {
          holding.execute("ROLLBACK");
        } catch (SQLException e) {
          // It lets go all the same.
        }
      }
      int all = fed;
      gateway.settle(() -> stored(gateway) + missing(gateway) == all);
      System.out.printf(
          "set aside: %d readings fed, %d in the new file, %d said to be missing%n",
          all, stored(gateway), missing(gateway));
      assertTrue(stored(gateway) > 200_000, stored(gateway) + " were saved");
    }
  }

  private static long missing(Remembering gateway) throws Exception {
    var question = new Question(List.of("*"), 0, Long.MAX_VALUE / 4);
    return gateway.ask(question, 1) instanceof HistoryReader.Outcome.Known known
        ? known.gaps().stream()
            .filter(gap -> gap.reason() == Gap.Reason.DISK)
            .mapToLong(Gap::count)
            .sum()
        : -1;
  }

  private static final int MANY = 5_000;

  private static ReadingBatch many(int from) {
    long[] times = new long[MANY];
    double[] values = new double[MANY];
    for (int i = 0; i < MANY; i++) {
      times[i] = T + 1_000L * (from + i);
      values[i] = Math.sin(from + i); // which nothing makes smaller
    }
    return new ReadingBatch(0, 1, times, values, null);
  }

  private static long stored(Remembering gateway) throws Exception {
    return gateway.all("*").size();
  }
}
