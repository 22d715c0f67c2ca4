package dev.ferrule.protocol.python;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Runs the tests of the Python client, which are written in Python, where that is there. */
class PythonClientTest {
  private static final Path PYTHON = Path.of("/usr/bin/python3");
  private static final Path LOG = Path.of("target", "python-tests.log");
  private static final int SECONDS = 600;

  @Test
  void passesItsOwnTests() throws Exception {
    assumeTrue(Files.isExecutable(PYTHON), "no Python: apt-get install python3");
    List<String> command =
        List.of(PYTHON.toString(), "-B", "-m", "unittest", "discover", "-s", "src/test/python");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(LOG.toFile()).start();
    boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    int status = process.waitFor();
    String said = Files.readString(LOG);
    assertEquals("true 0", ended + " " + status, said);
    assertTrue(said.matches("(?s).*Ran (1[4-9]|[2-9]\\d) tests in .*OK\\s*"), said);
  }
}
