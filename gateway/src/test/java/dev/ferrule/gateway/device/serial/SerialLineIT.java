package dev.ferrule.gateway.device.serial;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.ByteLink;
import dev.ferrule.gateway.loop.ThreadLoop;
import dev.ferrule.protocol.Bytes;
import dev.ferrule.protocol.capture.CaptureEvent;
import dev.ferrule.protocol.capture.CaptureEvent.Direction;
import dev.ferrule.sim.pty.Pty;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The line on real pseudo-terminals, in real time. */
@Timeout(300)
class SerialLineIT {

  private static final int CYCLES = 200;

  @TempDir Path directory;

  private final ThreadLoop loop = new ThreadLoop();
  private final Told told = new Told();
  private Path link;
  private SerialLine line;

  @BeforeEach
  void configure() {
    link = directory.resolve("board");
    line = new SerialLine(settings(), "t", loop);
  }

  private SerialSettings settings() {
    return new SerialSettings(link.toString());
  }

  @AfterEach
  void stop() {
    line.close();
    loop.close();
  }

  @Test
  void carriesBytesBothWays() throws Exception {
    try (Pty board = plugIn()) {
      line.start(told);
      ByteLink.Output out = told.awaitOpen();
      loop.execute(() -> out.write("xhello".getBytes(ISO_8859_1), 1, 5));
      assertEquals("hello", read(board, 5));
      board.write("world".getBytes(ISO_8859_1), 0, 5);
      assertEquals("world", told.awaitBytes(5));
    }
  }

  @Test
  void remembersBothWaysAcrossAnUnplug() throws Exception {
    var recorder = new LineRecorder(settings(), RecorderSettings.DEFAULT, loop);
    line = new SerialLine(settings(), "t", loop, recorder);
    line.start(told);
    for (String said : List.of("first", "again")) {
      try (Pty board = plugIn()) {
        ByteLink.Output out = told.awaitOpen();
        loop.execute(() -> out.write("ask".getBytes(ISO_8859_1), 0, 3));
        assertEquals("ask", read(board, 3));
        board.write(said.getBytes(ISO_8859_1), 0, 5);
        assertEquals(said, told.awaitBytes(5));
        Files.delete(link);
      }
      told.awaitClosed("unplugged");
    }
    line.close();

    var shape = new StringBuilder();
    for (CaptureEvent event : recorder.fromOldest().events()) {
      switch (event) {
        case CaptureEvent.Opened _ -> shape.append("(");
        case CaptureEvent.Data(_, Direction way, Bytes bytes) ->
            shape
                .append(way == Direction.TO_DEVICE ? ">" : "<")
                .append(new String(bytes.toArray(), ISO_8859_1));
        case CaptureEvent.Closed(_, String reason) -> {
          assertTrue(reason.startsWith("unplugged"), reason);
          shape.append(")");
        }
        case CaptureEvent.Lost lost -> shape.append(lost);
      }
    }
    assertEquals("(>ask<first)(>ask<again)", shape.toString());
  }

  @Test
  void losesNoByteOfAFlood() throws Exception {
    try (Pty board = plugIn()) {
      line.start(told);
      told.awaitOpen();
      byte[] flood = new byte[4_000_000];
      new SplittableRandom(9).nextBytes(flood);
      for (int at = 0; at < flood.length; ) {
        at += board.write(flood, at, Math.min(3_000, flood.length - at));
      }
      assertEquals(
          Arrays.hashCode(flood),
          Arrays.hashCode(told.awaitBytes(flood.length).getBytes(ISO_8859_1)));
    }
  }

  @Test
  void comesBackAfterEachOfManyUnplugs() throws Exception {
    List<Long> backAfter = new ArrayList<>();
    int descriptors = 0;
    int threads = 0;
    line.start(told);
    for (int cycle = 0; cycle < CYCLES; cycle++) {
      Pty board = plugIn();
      long plugged = System.nanoTime();
      told.awaitOpen();
      backAfter.add((System.nanoTime() - plugged) / 1_000_000);
      board.write(new byte[] {'?'}, 0, 1);
      assertEquals("?", told.awaitBytes(1));
      if (cycle == 10) {
        descriptors = descriptors();
        threads = serialThreads();
      }
      Files.delete(link); // as udev does
      board.close();
      told.awaitClosed("unplugged");
    }
    try (Pty board = plugIn()) {
      told.awaitOpen();
      board.write(new byte[] {'!'}, 0, 1);
      assertEquals("!", told.awaitBytes(1));
      assertEquals(descriptors, descriptors());
      assertEquals(threads, serialThreads());
    }
    Collections.sort(backAfter);
    long p99 = backAfter.get(CYCLES * 99 / 100);
    assertTrue(p99 <= 3_000, "back after " + p99 + " ms");
  }

  @Test
  void rests() throws Exception {
    Pty board = plugIn();
    line.start(told);
    told.awaitOpen();
    long before = cpuMillis("serial-t");
    assertFalse(told.anythingWithin(Duration.ofSeconds(1)), "idle and open");
    long idle = cpuMillis("serial-t") - before;
    board.close();
    Files.delete(link);
    told.awaitClosed("unplugged");
    before = cpuMillis("serial-");
    assertFalse(
        told.anythingWithin(Duration.ofSeconds(1)), "that it was unplugged stays the reason");
    long unplugged = cpuMillis("serial-") - before;
    assertEquals(0, serialThreads());
    assertTrue(idle < 100, "CPU in a second idle: " + idle + " ms");
    assertTrue(unplugged < 100, "CPU in a second unplugged: " + unplugged + " ms");
  }

  @Test
  void saysThatThereIsNoSuchPort() throws Exception {
    line.start(told);
    assertEquals("no such port: " + link, told.awaitClosed());
    assertEquals(0, serialThreads());
  }

  @Test
  void saysThatALinkLeadsNowhere() throws Exception {
    Files.createSymbolicLink(link, directory.resolve("gone"));
    line.start(told);
    assertEquals("no such port: " + link + " is a link to nothing", told.awaitClosed());
  }

  @Test
  void saysThatAFileIsNoPort() throws Exception {
    Files.createFile(link);
    line.start(told);
    assertEquals("not a serial port: " + link, told.awaitClosed());
  }

  @Test
  void saysThatAnotherDeviceFileIsNoPort() throws Exception {
    Files.createSymbolicLink(link, Path.of("/dev/null"));
    line.start(told);
    assertEquals("not a serial port: " + link, told.awaitClosed());
  }

  @Test
  void saysThatAnotherDeviceOfTheGatewayHasThePort() throws Exception {
    try (Pty _ = plugIn()) {
      line.start(told);
      told.awaitOpen();
      var second = new Told();
      var other = new SerialLine(new SerialSettings(link.toString()), "u", loop);
      other.start(second);
      assertTrue(second.awaitClosed().startsWith("in use"));
      other.close();
    }
  }

  @Test
  void saysWhichProcessHoldsThePort() throws Exception {
    try (Pty _ = plugIn()) {
      String port = link.toRealPath().toString();
      Process holder =
          new ProcessBuilder("flock", port, "sh", "-c", "echo; read x")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        assertEquals('\n', holder.getInputStream().read());
        line.start(told);
        String reason = told.awaitClosed();
        assertTrue(reason.startsWith("in use: another process holds " + link + " ("), reason);
      } finally {
        holder.destroy();
        holder.waitFor();
      }
      told.awaitOpen();
    }
  }

  @Test
  void refusesWhatDoesNotFitAndClosesInTimeWhenNobodyReads() throws Exception {
    try (Pty _ = plugIn()) {
      line.start(told);
      ByteLink.Output out = told.awaitOpen();
      byte[] kilobyte = new byte[1024];
      int taken = 0;
      while (taken < 1_000 && onLoop(out, kilobyte)) {
        taken++;
      }
      assertTrue(taken >= 16 && taken < 1_000, taken + " KiB taken");
      assertTimeout(Duration.ofMillis(500), line::close);
      assertEquals(0, serialThreads());
      assertFalse(onLoop(out, kilobyte));
    }
  }

  @Test
  void letsTheLastWordsOutWhenItCloses() throws Exception {
    try (Pty board = plugIn()) {
      line.start(told);
      ByteLink.Output out = told.awaitOpen();
      assertTrue(onLoop(out, "pump=0\n".getBytes(ISO_8859_1)));
      line.close();
      assertEquals("pump=0\n", read(board, 7));
    }
  }

  private boolean onLoop(ByteLink.Output out, byte[] bytes) throws Exception {
    BlockingQueue<Boolean> result = new LinkedBlockingQueue<>();
    loop.execute(() -> result.add(out.write(bytes, 0, bytes.length)));
    return result.take();
  }

  private Pty plugIn() throws IOException {
    Pty board = Pty.open();
    Path fresh = directory.resolve("fresh");
    Files.createSymbolicLink(fresh, board.path());
    Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return board;
  }

  private static String read(Pty board, int length) {
    var all = new StringBuilder();
    byte[] chunk = new byte[256];
    while (all.length() < length) {
      int n = board.read(chunk);
      all.append(new String(chunk, 0, Math.max(n, 0), ISO_8859_1));
      Thread.onSpinWait();
    }
    return all.toString();
  }

  private static int descriptors() throws IOException {
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      return (int)
          open.filter(fd -> target(fd).contains("pts") || target(fd).contains("ptmx")).count();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "";
    }
  }

  private static int serialThreads() {
    return (int)
        Thread.getAllStackTraces().keySet().stream()
            .filter(t -> t.getName().startsWith("serial-t"))
            .count();
  }

  private static long cpuMillis(String prefix) {
    var threads = ManagementFactory.getThreadMXBean();
    return Thread.getAllStackTraces().keySet().stream()
            .filter(t -> t.getName().startsWith(prefix))
            .mapToLong(t -> Math.max(0, threads.getThreadCpuTime(t.threadId())))
            .sum()
        / 1_000_000;
  }
}
