package dev.ferrule.sim.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.protocol.capture.CaptureFault;
import dev.ferrule.protocol.program.UnusableFile;
import dev.ferrule.sim.Terminal;
import dev.ferrule.sim.loop.SimClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ReplayTest {

  private static final String HEAD =
      "ferrule-capture 1\nstarted 2026-01-01T00:00:00Z\nport /dev/ttyUSB0\nline 9600 8N1\n";

  @TempDir private Path directory;

  @Test
  void saysEveryByteOfTheDeviceAtItsPace() throws IOException {
    String events =
        """
        7.000000 open
        7.100000 < a\\x00\\xff\\r\\n
        7.150000 > ignored\\n
        7.400000 < b\\n
        """;
    try (Replay replay = start(events, 1, false);
        Terminal gateway = Terminal.open(replay.plan().link())) {
      assertEquals("a\u0000\u00ff\r\n", text(gateway.read(5)));
      long first = System.nanoTime();
      assertEquals("b\n", text(gateway.read(2)));
      long gap = (System.nanoTime() - first) / 1_000_000;
      assertTrue(gap >= 150, "300 ms took " + gap);
      await(replay::hasEnded);
      assertEquals(7, replay.counts().bytes());
      assertEquals(7, replay.content().bytes());
      assertEquals(Duration.ofMillis(400), replay.content().length());
    }
  }

  @Test
  void playsADayInSecondsWhenTold() throws IOException {
    String events = "0.000000 < a\n1000.000000 < b\n2000.000000 < c\n";
    try (Replay replay = start(events, 1000, false);
        Terminal gateway = Terminal.open(replay.plan().link())) {
      assertEquals("abc", text(gateway.read(3)));
    }
  }

  @Test
  void waitsUntilSomebodyListensAndBeginsAgain() throws IOException {
    try (Replay replay = start("0.000000 < hello\\n\n", 1, true)) {
      assertFalse(replay.hasEnded());
      assertEquals(0, replay.counts().bytes());
      try (Terminal gateway = Terminal.open(replay.plan().link())) {
        assertEquals("hello\nhello\n", text(gateway.read(12)));
      }
    }
  }

  @Test
  void pullsTheCableAndPutsItBackWhereItWasSo() throws IOException {
    String events =
        """
        0.000000 open
        0.010000 < before\\n
        0.200000 close unplugged: /dev/ttyUSB0 went away
        0.500000 open
        0.510000 < after\\n
        """;
    try (Replay replay = start(events, 1, false)) {
      Path link = replay.plan().link();
      try (Terminal gateway = Terminal.open(link)) {
        assertEquals("before\n", text(gateway.read(7)));
        gateway.awaitEnd();
      }
      await(() -> Files.exists(link, LinkOption.NOFOLLOW_LINKS));
      try (Terminal gateway = Terminal.open(link)) {
        assertEquals("after\n", text(gateway.read(6)));
      }
      await(replay::hasEnded);
      assertEquals(0, replay.counts().unheard());
    }
    assertFalse(Files.exists(directory.resolve("replay"), LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void refusesWhatIsNoCaptureBeforeAnythingIsHeard() {
    var fault = assertThrows(CaptureFault.class, () -> start("0.000000 < a\nnonsense\n", 1, false));
    assertTrue(fault.toString().contains(":6: "), fault::toString);
    var silent = assertThrows(UnusableFile.class, () -> start("0.000000 > a\n", 1, false));
    assertTrue(silent.toString().contains("the device says nothing"), silent::toString);
    assertFalse(Files.exists(directory.resolve("replay"), LinkOption.NOFOLLOW_LINKS));
    assertThrows(IllegalArgumentException.class, () -> start("0.000000 < a\n", 0, false));
  }

  private Replay start(String events, double speed, boolean repeats) throws IOException {
    Path file = Files.writeString(directory.resolve("line.capture"), HEAD + events);
    var plan = new ReplayPlan(file, directory.resolve("replay"), speed, repeats);
    return Replay.start(plan, SimClock.system());
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "it does not become so");
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }
}
