package dev.ferrule.gateway.cli.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.cli.logging.LogLine.Reader;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The log before somebody who does not read it. */
@Timeout(300)
class LogWriterTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final int MANY = 20_000;

  private final StoppedTerminal terminal = new StoppedTerminal();
  private final LogWriter log =
      new LogWriter(new LogLine(Reader.JOURNAL), terminal, System::nanoTime);

  @AfterEach
  void close() {
    terminal.go.countDown();
    log.close();
  }

  @Test
  void nobodyWaitsForATerminalThatWasStopped() {
    assertTimeoutPreemptively(SOON, this::sayMuch);
  }

  @Test
  void tellsHowManyLinesWereDroppedWhereTheyAreMissing() {
    sayMuch();
    terminal.go.countDown();
    log.flush(SOON);
    say("after");
    log.flush(SOON);

    List<String> lines = terminal.said().lines().toList();
    int note = lines.size() - 2;
    String[] words = lines.get(note).split(" ", 3);
    assertEquals("<4>log:", words[0]);
    assertEquals("lines were dropped: nobody read the log", words[2]);
    assertEquals(MANY, note + Integer.parseInt(words[1].replace(",", "")));
    assertEquals("<7>test: line " + (note - 1), lines.get(note - 1));
    assertEquals("<7>test: after", lines.get(note + 1));
  }

  @Test
  void theEndDoesNotWaitForAReaderForEver() {
    sayMuch();

    assertTimeoutPreemptively(SOON, () -> log.flush(Duration.ofMillis(100)));
    assertEquals("", terminal.said());
  }

  @Test
  void allIsWrittenAtTheEndWhenSomebodyReads() {
    terminal.go.countDown();
    for (int i = 0; i < 1_000; i++) {
      say("line " + i);
    }
    log.flush(SOON);

    assertEquals(1_000, terminal.said().lines().count());
  }

  @Test
  void saysNothingTwice() {
    terminal.go.countDown();
    sayMuch();
    log.flush(SOON);

    List<String> lines = terminal.said().lines().toList();
    assertEquals(lines.size(), lines.stream().distinct().count());
    assertFalse(lines.isEmpty());
    assertTrue(lines.getFirst().endsWith("line 0"));
  }

  private void sayMuch() {
    for (int i = 0; i < MANY; i++) {
      say("line " + i);
    }
  }

  private void say(String what) {
    var event = new LogRecord(Level.FINE, what);
    event.setLoggerName("dev.ferrule.test");
    log.publish(event);
  }

  /** Takes nothing until it goes on. */
  private static final class StoppedTerminal extends OutputStream {
    final CountDownLatch go = new CountDownLatch(1);
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      try {
        go.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      synchronized (taken) {
        taken.write(bytes, from, length);
      }
    }

    String said() {
      synchronized (taken) {
        return taken.toString(UTF_8);
      }
    }
  }
}
