package dev.ferrule.protocol.c;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The example firmware on an emulated Uno: the program {@code avr_board} of the C tests. */
final class AvrBoard implements AutoCloseable {
  /** Where the timer keeps the heater's share of 255, {@code OCR1AL}. */
  static final String HEATER_COMPARE = "88";

  private final Process process;
  private final BufferedReader answers;
  private final Writer commands;
  private final Path line;

  private AvrBoard(Path line) throws IOException {
    this.line = line;
    process =
        new ProcessBuilder(
                Toolchain.BUILD.resolve("avr_board").toString(),
                Toolchain.BUILD.resolve("uno").resolve("uno.elf").toString(),
                line.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    answers = process.inputReader(StandardCharsets.UTF_8);
    commands = process.outputWriter(StandardCharsets.UTF_8);
  }

  /**
   * Builds board and firmware when they are not yet, and starts them; the test is skipped where
   * that cannot be.
   */
  static AvrBoard start(Path directory) throws IOException, InterruptedException {
    Toolchain.needs(
        "gcc make pkg-config gcc-avr avr-libc libsimavr-dev libelf-dev",
        "cc",
        "make",
        "pkg-config",
        "avr-gcc",
        "/usr/include/simavr/sim_avr.h");
    Toolchain.make("board", "uno");
    var board = new AvrBoard(directory.resolve("uno"));
    String ready = board.answers.readLine();
    assertTrue(ready != null && ready.startsWith("ready "), ready);
    return board;
  }

  /** The terminal of its UART. */
  Path line() {
    return line;
  }

  /** What the board answers to a line of its control language, without the "ok". */
  String ask(String command) throws IOException {
    tell(command);
    return answer();
  }

  /** A line of its control language whose answer is fetched later. */
  void tell(String command) throws IOException {
    commands.write(command + "\n");
    commands.flush();
  }

  /** The oldest answer that was not fetched; waits for it. */
  String answer() throws IOException {
    String answer = answers.readLine();
    assertNotNull(answer, "the board is gone");
    assertTrue(answer.startsWith("ok"), answer);
    return answer.substring(2).strip();
  }

  /** Whether an output pin is high. */
  boolean isHigh(String pin) throws IOException {
    String level = ask("get " + pin);
    assertTrue(level.startsWith("out "), level);
    return level.equals("out 1");
  }

  /** One of the emulator's figures, as in {@code ram=887}. */
  double stat(String name) throws IOException {
    for (String field : ask("stats").split(" ", -1)) {
      if (field.startsWith(name + "=")) {
        return Double.parseDouble(field.substring(name.length() + 1));
      }
    }
    throw new IllegalArgumentException("no figure " + name);
  }

  @Override
  public void close() throws IOException {
    commands.close();
    try {
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the board does not end");
      assertEquals(0, process.exitValue());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }
}
