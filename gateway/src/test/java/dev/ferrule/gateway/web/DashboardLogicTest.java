package dev.ferrule.gateway.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Runs the tests of the dashboard's logic, which are written in JavaScript, where Node is there.
 * They need no browser; what a browser makes of the page is tested elsewhere.
 */
class DashboardLogicTest {
  private static final Path TESTS = Path.of("src", "test", "js");
  private static final int SECONDS = 300;

  @Test
  void passesItsOwnTests() throws IOException, InterruptedException {
    assumeTrue(nodeMajor() >= 20, "no Node 20 or later: apt-get install nodejs");
    List<String> files;
    try (Stream<Path> all = Files.list(TESTS)) {
      files = all.map(Path::toString).filter(name -> name.endsWith(".test.js")).sorted().toList();
    }
    assertTrue(files.size() >= 11, () -> "tests are missing, only " + files);
    String resolve = TESTS.resolve("resolve.js").toUri().toString();
    assertEquals(
        "",
        failure(
            Stream.concat(Stream.of("node", "--import", resolve, "--test"), files.stream())
                .toList()));
  }

  /** Runs the command; what it printed when it failed, or an empty text. */
  private static String failure(List<String> command) throws IOException, InterruptedException {
    Path log = Path.of("target", "dashboard-tests.log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    int status = process.waitFor();
    return ended && status == 0 ? "" : "status " + status + "\n" + Files.readString(log);
  }

  /** Major version of the Node on the path; 0 without one. */
  private static int nodeMajor() throws InterruptedException {
    try {
      Process process = new ProcessBuilder("node", "--version").start();
      String version =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      return process.waitFor() == 0 && version.startsWith("v")
          ? Integer.parseInt(version.substring(1).split("\\.", 2)[0])
          : 0;
    } catch (IOException absent) {
      return 0;
    }
  }
}
