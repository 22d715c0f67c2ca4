package dev.ferrule.gateway.device.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.loop.ThreadLoop;
import dev.ferrule.sim.pty.Pty;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Lines whose ports are not here: what they cost, and that they find them when they come. */
@Timeout(300)
class MissingPortsIT {

  @TempDir Path directory;

  private final ThreadLoop loop = new ThreadLoop();
  private final Told told = new Told();
  private final List<SerialLine> lines = new ArrayList<>();
  private Path link;

  @BeforeEach
  void name() {
    link = directory.resolve("board");
  }

  @AfterEach
  void stop() {
    lines.forEach(SerialLine::close);
    loop.close();
  }

  @Test
  void findsAPortWhoseDirectoryWasNotThereEither() throws Exception {
    link = directory.resolve("serial/by-id/board");
    start();
    told.awaitClosed();
    Files.createDirectories(link.getParent());
    try (Pty board = Pty.open()) {
      Files.createSymbolicLink(link, board.path());
      told.awaitOpen();
    }
  }

  @Test
  void findsAPortBehindALinkThatLedNowhere() throws Exception {
    Path behind = Files.createDirectory(directory.resolve("other")).resolve("tty");
    Files.createSymbolicLink(link, behind);
    start();
    told.awaitClosed();
    try (Pty board = Pty.open()) {
      Files.createSymbolicLink(behind, board.path());
      told.awaitOpen();
    }
  }

  @Test
  void sixtyFourMissingPortsHaveOneThreadAndRest() throws Exception {
    for (int i = 0; i < 64; i++) {
      link = directory.resolve("by-id/usb-" + i);
      start();
    }
    for (int i = 0; i < 64; i++) {
      told.awaitClosed();
    }
    assertEquals(0, readingThreads());
    long before = cpuMillis();
    assertFalse(told.anythingWithin(Duration.ofSeconds(1)));
    assertTrue(cpuMillis() - before < 20, "processor while nothing happens");
  }

  private void start() {
    var line = new SerialLine(new SerialSettings(link.toString()), "missing", loop);
    lines.add(line);
    line.start(told);
  }

  private static long readingThreads() {
    return serialThreads().filter(thread -> thread.getName().startsWith("serial-missing")).count();
  }

  private static long cpuMillis() {
    var threads = ManagementFactory.getThreadMXBean();
    return serialThreads()
            .mapToLong(thread -> Math.max(0, threads.getThreadCpuTime(thread.threadId())))
            .sum()
        / 1_000_000;
  }

  private static Stream<Thread> serialThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("serial-"));
  }
}
