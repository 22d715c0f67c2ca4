package dev.ferrule.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchCommandTest {

  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void findsWhatTheGatewayDoesBadly() throws IOException {
    Path gateway = launcher("exec " + fakeGateway() + " \"$@\"");
    int boards = 2;
    int clients = 3;
    int rows = 4 * FakeGateway.PERIOD;

    int code =
        run(
            "bench",
            "--gateway",
            gateway.toString(),
            "--load",
            "boards=" + boards + ",channels=4,rate=" + rows + ",driver=text",
            "--clients",
            "" + clients,
            "--commands",
            "50",
            "--warmup",
            "300ms",
            "--window",
            "1s",
            "--drain",
            "300ms",
            "--json");

    assertEquals(OK, code, err::toString);
    int each = boards * clients * rows / FakeGateway.PERIOD;
    assertEquals(each, number("lost_rows"), out::toString);
    assertEquals(each, number("doubled_rows"), out::toString);
    assertEquals(0, number("wrong_rows"), out::toString);
    assertEquals(0, number("faulty"), out::toString);
    assertEquals(0, number("commands_without_end"), out::toString);
    assertEquals(boards * clients * rows - each, number("\"latency\":\\{\"count"), out::toString);
    assertTrue(number("\"latency\":\\{\"count\":\\d+,\"p50") >= FakeGateway.HELD_MS, out::toString);
    assertTrue(number("\"confirmed\":\\{\"count") > 0, out::toString);
    assertTrue(number("rss") > 1e6, out::toString);
    assertNothingIsLeft();
  }

  @Test
  void saysWhyThereIsNothingToMeasure() throws IOException {
    Path gateway = launcher("echo no luck today >&2; exit 3");
    assertEquals(
        FAILED, run("bench", "--gateway", gateway.toString(), "--load", "boards=1,rate=10"));
    assertTrue(err.toString().contains("no luck today"), err::toString);
  }

  @Test
  void refusesWrongCommandLines() {
    assertEquals(USAGE, run("bench"));
    assertEquals(USAGE, run("bench", "--gateway", "x"));
    assertEquals(USAGE, run("bench", "--gateway", "x", "--load", "boards=0"));
    assertEquals(USAGE, run("bench", "--gateway", "x", "--scenario", "S9"));
    assertEquals(USAGE, run("bench", "--gateway", "x", "--load", "boards=1", "--pin", "0"));
    assertEquals(USAGE, run("bench", "--gateway", "x", "--load", "boards=1", "--clients", "0"));
    assertTrue(err.toString().contains("clients must be 1 to 10000"), err::toString);
  }

  /** Its process has ended, and the directory of its configuration is gone. */
  private void assertNothingIsLeft() throws IOException {
    List<String> lines = Files.readAllLines(directory.resolve("fake"));
    assertFalse(ProcessHandle.of(Long.parseLong(lines.getFirst())).isPresent());
    assertFalse(Files.exists(Path.of(lines.getLast()).getParent()));
  }

  private String fakeGateway() {
    return String.join(
        " ",
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        "'" + System.getProperty("java.class.path") + "'",
        FakeGateway.class.getName(),
        "'" + directory.resolve("fake") + "'");
  }

  private Path launcher(String script) throws IOException {
    Path file = Files.writeString(directory.resolve("gateway"), "#!/bin/sh\n" + script + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** The number after a name in what was printed. */
  private double number(String name) {
    String quoted = name.startsWith("\"") ? name : "\"" + name;
    Matcher found = Pattern.compile(quoted + "\":([0-9.E]+)").matcher(out.toString());
    assertTrue(found.find(), () -> name + " is not in " + out);
    return Double.parseDouble(found.group(1));
  }

  private int run(String... arguments) {
    return new CommandLine(new SimMain())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
