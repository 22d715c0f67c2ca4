package dev.ferrule.gateway.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ferrule.gateway.history.Remembering.Seen;
import dev.ferrule.gateway.history.file.HistorySettings;
import dev.ferrule.gateway.history.file.HistoryStatus;
import dev.ferrule.gateway.history.file.HistoryStatus.State;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.ReadingBatch;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real file systems that are full, that may not be written, and that stand still (an ext4 in a
 * file, frozen by the kernel). The loop that readings come on never waits, what is wrong is said,
 * and it ends by itself.
 */
@Timeout(300)
class FailingDiskIT {

  private static final long T = 1_767_225_600_000L;
  private static final HistorySettings OFTEN =
      new HistorySettings(true, Duration.ofMillis(100), Duration.ofDays(36_500), 1L << 30);
  private static final long RESERVE = 64L << 20;

  /** What a turn of the loop may take on a busy machine. */
  private static final Duration PROMPT = Duration.ofSeconds(2);

  private static final int ROWS = 100;

  @TempDir Path temp;

  private Path disk = Path.of("");
  private long slowest;
  private int fed;

  @BeforeEach
  void mayMount() {
    assumeTrue(
        "root".equals(System.getProperty("user.name")), "only root may mount; run it as root");
    disk = temp.resolve("disk");
  }

  @AfterEach
  void unmount() throws Exception {
    run(true, "fsfreeze", "--unfreeze", disk.toString());
    run(true, "umount", "--lazy", disk.toString());
  }

  @Test
  void leavesTheReserveOfAFullDiskAndGoesOn() throws Exception {
    Files.createDirectory(disk);
    run(false, "mount", "-t", "tmpfs", "-o", "size=80m", "none", disk.toString());
    try (var gateway = new Remembering(disk, OFTEN, "boiler")) {
      gateway.up("boiler", Channels.sensor("boiler", "temp"));
      feedUntil(gateway, status -> status.readings() > 1_000);
      Path ballast = disk.resolve("ballast");
      long room = Files.getFileStore(disk).getUsableSpace();
      Files.write(ballast, new byte[(int) (room - RESERVE - (1 << 20))]);
      feedUntil(gateway, status -> status.state() == State.WAITING);
      long left = Files.getFileStore(disk).getUsableSpace();
      assertTrue(left > RESERVE - (2 << 20), left + " bytes are left");
      feedUntil(gateway, status -> status.waits().toSeconds() >= 3);
      HistoryStatus status = gateway.history().status();
      assertTrue(status.text().contains("the disk is full"), status.text());
      Files.delete(ballast);
      ends(gateway, "full");
    }
  }

  @Test
  void goesOnWhenAReadOnlyDiskMayBeWrittenAgain() throws Exception {
    ext4();
    try (var gateway = new Remembering(disk, OFTEN, "boiler")) {
      gateway.up("boiler", Channels.sensor("boiler", "temp"));
      feedUntil(gateway, status -> status.readings() > 1_000);
    }
    run(false, "mount", "-o", "remount,ro", disk.toString());
    try (var gateway = new Remembering(disk, OFTEN, "boiler")) {
      gateway.up("boiler", Channels.sensor("boiler", "temp"));
      feedUntil(gateway, status -> status.state() == State.WAITING);
      assertTrue(
          gateway.history().status().text().contains("cannot be written"),
          gateway.history().status().text());
      run(false, "mount", "-o", "remount,rw", disk.toString());
      ends(gateway, "read-only");
    }
  }

  @Test
  void waitsForADiskThatStandsStill() throws Exception {
    ext4();
    try (var gateway = new Remembering(disk, OFTEN, "boiler")) {
      gateway.up("boiler", Channels.sensor("boiler", "temp"));
      feedUntil(gateway, status -> status.readings() > 1_000);
      run(false, "fsfreeze", "--freeze", disk.toString());
      feedUntil(gateway, status -> status.waits().toSeconds() >= 5);
      assertEquals(State.WAITING, gateway.history().status().state());
      assertTrue(
          gateway.history().status().text().contains("stalls"), gateway.history().status().text());
      run(false, "fsfreeze", "--unfreeze", disk.toString());
      ends(gateway, "frozen");
    }
  }

  /** It stores again within ten seconds, and what is not there is counted. */
  private void ends(Remembering gateway, String what) throws Exception {
    long start = System.nanoTime();
    feedUntil(gateway, status -> status.state() == State.ON && status.waits().isZero());
    long took = (System.nanoTime() - start) / 1_000_000;
    gateway.settle(() -> gateway.all("*").size() + gateway.history().status().lost() >= fed);
    List<Seen> seen = gateway.all("*");
    assertEquals(seen.size(), new HashSet<>(seen).size(), "twice");
    assertEquals(fed, seen.size() + gateway.history().status().lost(), "lost and not said");
    System.out.printf(
        "%s: %d fed, %d lost and said, on again after %d ms, slowest turn of the loop %d ms%n",
        what, fed, gateway.history().status().lost(), took, slowest / 1_000_000);
    assertTrue(took < 10_000, took + " ms");
    assertTrue(slowest < PROMPT.toNanos(), slowest + " ns on the loop");
  }

  private interface Condition {
    boolean holds(HistoryStatus status);
  }

  private void feedUntil(Remembering gateway, Condition condition) throws Exception {
    long start = System.nanoTime();
    while (!condition.holds(gateway.history().status())) {
      long[] times = new long[ROWS];
      double[] values = new double[ROWS];
      for (int row = 0; row < ROWS; row++) {
        times[row] = T + 100L * fed;
        values[row] = fed++ * 7_919L % 10_000 / 10.0;
      }
      long turn = System.nanoTime();
      gateway.read("boiler", new ReadingBatch(0, 1, times, values, null));
      gateway.pass();
      slowest = Math.max(slowest, System.nanoTime() - turn);
      TimeUnit.MILLISECONDS.sleep(10);
      if (System.nanoTime() - start > Duration.ofMinutes(1).toNanos()) {
        throw new AssertionError(gateway.history().status());
      }
    }
  }

  /** A file system in a file. */
  private void ext4() throws Exception {
    Files.createDirectory(disk);
    Path image = temp.resolve("image");
    try (var raw = new RandomAccessFile(image.toFile(), "rw")) {
      raw.setLength(160L << 20);
    }
    run(false, "mkfs.ext4", "-q", "-F", image.toString());
    boolean isMounted = run(true, "mount", "-o", "loop", image.toString(), disk.toString());
    assumeTrue(isMounted, "no loop device; run it where /dev/loop0 is");
  }

  private static boolean run(boolean mayFail, String... command)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    boolean isDone = process.waitFor() == 0;
    assertTrue(isDone || mayFail, () -> String.join(" ", command) + ": " + said);
    return isDone;
  }
}
