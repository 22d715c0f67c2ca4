package dev.ferrule.gateway.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.history.file.HistoryStatus;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.model.Scale;
import dev.ferrule.protocol.Quality;
import java.nio.file.Path;
import java.sql.DriverManager;
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
