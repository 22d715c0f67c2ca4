package dev.ferrule.gateway.cli.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Isolated: the root logger is the whole process's. */
@Isolated
class LogSetupTest {

  private static final Logger ROOT = Logger.getLogger("");
  private static final Logger OWN = Logger.getLogger("dev.ferrule.gateway.test");

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final Level level = ROOT.getLevel();
  private final List<Handler> handlers = List.of(ROOT.getHandlers());

  @BeforeEach
  void catchWhatIsWritten() {
    LogSetup.apply(LogSetup.Form.JSON, Level.INFO, Level.WARNING, written);
  }

  @AfterEach
  void restore() {
    OWN.setLevel(null);
    for (Handler handler : ROOT.getHandlers()) {
      ROOT.removeHandler(handler);
    }
    handlers.forEach(ROOT::addHandler);
    ROOT.setLevel(level);
  }

  @Test
  void writesUtf8WhateverTheLocale() {
    OWN.info("größer 😀");

    assertTrue(said().contains("\"message\":\"größer 😀\""), said());
  }

  @Test
  void asksLibrariesForLess() {
    Logger library = Logger.getLogger("org.example");
    OWN.fine("never");
    library.info("never");
    OWN.info("once");
    library.warning("once");

    assertEquals(2, said().lines().count(), said());
    assertTrue(said().lines().allMatch(line -> line.contains("once")), said());
  }

  @Test
  void keepsLinesOfSeveralThreadsWhole() throws InterruptedException {
    OWN.setLevel(Level.FINE);
    List<Thread> threads = List.of(logging("a"), logging("b"), logging("c"));
    for (Thread thread : threads) {
      thread.join();
    }

    assertEquals(600, said().lines().filter(line -> line.matches("\\{.*\"(a+|b+|c+)\"}")).count());
  }

  private static Thread logging(String letter) {
    return Thread.ofPlatform()
        .start(
            () -> {
              for (int i = 0; i < 200; i++) {
                OWN.fine(letter.repeat(100));
              }
            });
  }

  private String said() {
    LogSetup.flush();
    return written.toString(UTF_8);
  }
}
