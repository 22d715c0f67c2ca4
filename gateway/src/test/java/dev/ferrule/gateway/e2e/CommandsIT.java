package dev.ferrule.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged commands as somebody at a shell has them: real processes, signals and exit codes.
 */
class CommandsIT {

  /** What a person waits for after Ctrl-C; the launcher and the JVM's own end are in it. */
  private static final long STOP_LIMIT_MS = 2_000;

  @TempDir private Path temp;

  @Test
  void demoCanBeWatchedCommandedAndLeavesNothingBehind() throws Exception {
    try (Demo demo = Demo.start(temp)) {
      Ended readings = run("watch", "--url", demo.url(), "--json", "-n", "40");
      Ended lamp = run("send", "power.lamp", "on", "--wait", "--url", demo.url());
      Ended danger = run("send", "power.heater", "50", "--wait", "--url", demo.url());
      List<ProcessHandle> simulator = demo.process().descendants().toList();

      long stopping = System.nanoTime();
      signal("INT", demo.process().pid());
      int exitCode = demo.exitCode();
      long millis = (System.nanoTime() - stopping) / 1_000_000;

      assertAll(
          () -> assertEquals(0, readings.exitCode(), readings.err()),
          () -> assertEquals(40, readings.out().lines().count()),
          () -> assertTrue(readings.out().contains("\"channel\":\"climate."), readings.out()),
          () -> assertEquals(0, lamp.exitCode(), lamp.err()),
          () -> assertTrue(lamp.out().endsWith("power.lamp = on: confirmed\n"), lamp.out()),
          () -> assertEquals(6, danger.exitCode(), danger.out()),
          () -> assertEquals(130, exitCode, demo::err),
          () -> assertTrue(millis < STOP_LIMIT_MS, () -> "took " + millis + " ms"),
          () -> assertEquals("Dashboard: " + demo.url() + "\n", demo.out()),
          () -> assertEquals(1, simulator.size()),
          () -> assertFalse(simulator.getFirst().isAlive(), "the simulator lives on"),
          () -> assertEquals(List.of(), directories(demo.process().pid())));
    }
  }

  @Test
  void demoThatIsKilledTakesItsSimulatorAlong() throws Exception {
    try (Demo demo = Demo.start(temp)) {
      Path lines = directories(demo.process().pid()).getFirst().resolve("lines");
      assertTrue(Files.exists(lines.resolve("greenhouse-climate")));

      demo.process().destroyForcibly().waitFor();

      // Not by its process id: where nobody takes leave of orphans, a dead one still has one.
      assertTrue(isGone(lines), "the simulator lives on");
    }
  }

  @Test
  void runStopsOnSigtermAndRefusesAPortInUse() throws Exception {
    Path file =
        Files.writeString(
            temp.resolve("g.yaml"),
            """
            gateway: {name: Test bench}
            http: {port: 0}
            devices:
              board: {driver: firmware, port: /dev/ferrule-is-not-there}
            """);
    try (Program first = Program.ferrule(temp, "run", "--config", file.toString())) {
      String port = first.await("Dashboard: http://127.0.0.1:(\\d+)/").group(1);
      Ended second = run("run", "--config", file.toString(), "--http-port", port);
      first.await("board is down: .*ferrule-is-not-there");

      assertAll(
          () -> assertEquals(1, second.exitCode(), second.err()),
          () ->
              assertTrue(
                  second.err().contains("port " + port + " is in use by another program; "),
                  second.err()),
          () -> assertEquals(143, first.terminate()));
    }
  }

  @Test
  void simPassesArgumentsExitCodesAndSignalsOn() throws Exception {
    Path lines = temp.resolve("lines");
    Ended usage = run("sim", "--no-such-option");
    Ended help = run("sim", "--help");
    try (Program sim = Program.ferrule(temp, "sim", "--greenhouse", "--dir", lines.toString())) {
      sim.await("Ctrl-C stops");
      boolean linesWereThere = Files.exists(lines.resolve("greenhouse-climate"));

      int exitCode = sim.terminate();

      assertAll(
          () -> assertEquals(2, usage.exitCode(), usage.err()),
          () -> assertEquals(0, help.exitCode(), help.err()),
          () -> assertTrue(help.out().startsWith("Usage: ferrule sim"), help.out()),
          () -> assertTrue(linesWereThere),
          () -> assertEquals(143, exitCode),
          () -> assertFalse(Files.exists(lines.resolve("greenhouse-climate"))));
    }
  }

  /** What became of a command that ends by itself. */
  private record Ended(int exitCode, String out, String err) {}

  private Ended run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(Program.LAUNCHER.toString()));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(temp, "command", ".out");
    Path err = Files.createTempFile(temp, "command", ".err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(command + " does not end: " + Files.readString(err));
    }
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private static void signal(String name, long pid) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
  }

  /** Directories of the demo with this process id. */
  private static List<Path> directories(long pid) throws IOException {
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      String prefix = "ferrule-demo-" + pid + "-";
      return all.filter(p -> p.getFileName().toString().startsWith(prefix)).toList();
    }
  }

  /** Whether a simulator has put its lines away, within what it may take on a busy machine. */
  private static boolean isGone(Path lines) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (Files.exists(lines) && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
    return !Files.exists(lines);
  }

  /** A running demo; standard output and error apart. */
  private record Demo(Process process, Path outFile, Path errFile, String url)
      implements AutoCloseable {

    static Demo start(Path directory) throws IOException, InterruptedException {
      Path out = Files.createTempFile(directory, "demo", ".out");
      Path err = Files.createTempFile(directory, "demo", ".err");
      // What runs in the background of a script inherits that Ctrl-C is ignored.
      Process process =
          new ProcessBuilder(
                  "env",
                  "--default-signal=INT",
                  Program.LAUNCHER.toString(),
                  "demo",
                  "--http-port",
                  "0")
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (process.isAlive() && System.nanoTime() < deadline) {
        String said = Files.readString(out);
        if (said.endsWith("\n")) {
          return new Demo(process, out, err, said.strip().replaceFirst("Dashboard: ", ""));
        }
        Thread.sleep(20);
      }
      process.destroyForcibly();
      throw new AssertionError("the demo said no address: " + Files.readString(err));
    }

    String out() throws IOException {
      return Files.readString(outFile);
    }

    String err() {
      try {
        return Files.readString(errFile);
      } catch (IOException e) {
        return e.toString();
      }
    }

    int exitCode() throws InterruptedException {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new AssertionError("the demo does not end: " + err());
      }
      return process.exitValue();
    }

    @Override
    public void close() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
