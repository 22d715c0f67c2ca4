package dev.ferrule.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchCommandTest {

  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final int FILE = 3;

  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void saysWhyThereIsNothingToMeasure() throws IOException {
    Path gateway =
        Files.writeString(
            directory.resolve("gateway"), "#!/bin/sh\necho no luck today >&2; exit 3\n");
    Files.setPosixFilePermissions(gateway, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertEquals(FAILED, run("--gateway " + gateway + " --load boards=1,rate=10"));
    assertTrue(err.toString().contains("no luck today"), err::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--clients 3 | Say either --scenario or --load",
        "--load boards=1 --scenario S1 | Say either --scenario or --load",
        "--load boards=0 | boards must be 1 to 128",
        "--load boards=65 | boards must be 1 to 64",
        "--load driver=text | driver must be firmware",
        "--scenario S9 | S1, S2, S3, S4, S5",
        "--load boards=1 --pin 0 | --pin must be two processors, such as 0,1",
        "--load boards=1 --clients 0 | clients must be 1 to 10000",
        "--load boards=1 --window 1ms | window must be at least 100 ms",
        "--load boards=1 --commands 51 | commands must be 0 to 50",
      })
  void refusesWrongCommandLines(String arguments, String why) {
    assertEquals(USAGE, run("--gateway x " + arguments));
    assertTrue(err.toString().contains(why), err::toString);
  }

  @Test
  void saysWhenTheGatewayIsNoProgram() {
    assertEquals(FILE, run("--gateway " + directory + " --load boards=1"));
    assertTrue(err.toString().startsWith(directory + ": it is no program"), err::toString);
    assertEquals(FILE, run("--gateway " + directory + "/none --load boards=1"));
    assertTrue(err.toString().endsWith("none: there is no such file\n"), err::toString);
  }

  private int run(String arguments) {
    return SimMain.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(("bench " + arguments).split(" ", -1));
  }
}
