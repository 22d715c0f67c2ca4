package dev.ferrule.gateway.device.modbus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Units that libmodbus answers for, in a process of their own: {@code src/test/c/modbus_units.c}.
 */
final class LibmodbusUnits implements AutoCloseable {

  private static final Path SOURCE = Path.of("src/test/c/modbus_units.c").toAbsolutePath();

  private final Process process;
  private final BufferedReader answers;

  private LibmodbusUnits(Process process) {
    this.process = process;
    this.answers = process.inputReader(UTF_8);
  }

  /** Compiles the program; skips the test where libmodbus is not installed. */
  static Path build(Path directory) throws IOException, InterruptedException {
    for (String needed : List.of("/usr/bin/gcc", "/usr/include/modbus/modbus.h")) {
      assumeTrue(
          Files.exists(Path.of(needed)), "no " + needed + ": apt-get install gcc libmodbus-dev");
    }
    Path program = directory.resolve("modbus_units");
    Process gcc =
        new ProcessBuilder(
                List.of(
                    "gcc",
                    "-std=c11",
                    "-O1",
                    "-Wall",
                    "-Wextra",
                    "-Wconversion",
                    "-Werror",
                    "-I/usr/include/modbus",
                    "-o",
                    program.toString(),
                    SOURCE.toString(),
                    "-lmodbus"))
            .redirectErrorStream(true)
            .start();
    gcc.getOutputStream().close();
    String said = new String(gcc.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, gcc.waitFor(), said);
    return program;
  }

  /** Starts units 1 to {@code units} behind {@code link}. */
  static LibmodbusUnits start(Path program, Path link, int units, int baud) throws IOException {
    Process process =
        new ProcessBuilder(program.toString(), link.toString(), Integer.toString(units), "" + baud)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var started = new LibmodbusUnits(process);
    assertEquals("ready", started.answers.readLine());
    return started;
  }

  /** What it answers to a line. */
  String ask(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(UTF_8));
    process.getOutputStream().flush();
    String answer = answers.readLine();
    return answer == null ? "" : answer;
  }

  long number(String line) throws IOException {
    return Long.parseLong(ask(line));
  }

  /** Ends it as a power cut would: the line goes dead. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
