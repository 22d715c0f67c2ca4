package dev.ferrule.protocol.c;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The C compilers of this machine, through the library's own Makefile. */
final class Toolchain {
  /** Where all that is built goes. */
  static final Path BUILD = Path.of("target", "c").toAbsolutePath();

  /** Where the library is. */
  static final Path SOURCES = Path.of("src", "main", "c").toAbsolutePath();

  private static final int MINUTES = 10;

  private Toolchain() {}

  /** Skips the test unless each path exists, or, for a bare name, is a command. */
  static void needs(String packages, String... toolsOrFiles) {
    for (String wanted : toolsOrFiles) {
      assumeTrue(exists(wanted), () -> "no " + wanted + ": apt-get install " + packages);
    }
  }

  private static boolean exists(String wanted) {
    if (wanted.startsWith("/")) {
      return Files.exists(Path.of(wanted));
    }
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    return Arrays.stream(path.split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, wanted)));
  }

  /** Makes the targets; fails the test with what the compiler said. Returns what was printed. */
  static String make(String... targets) throws IOException, InterruptedException {
    Path log = Files.createDirectories(BUILD).resolve(String.join("-", targets) + ".log");
    String[] command =
        Stream.concat(
                Stream.of(
                    "make",
                    "-s",
                    "--no-print-directory",
                    "-C",
                    SOURCES.toString(),
                    "BUILD=" + BUILD),
                Stream.of(targets))
            .toArray(String[]::new);
    Process make =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    boolean ended = make.waitFor(MINUTES, TimeUnit.MINUTES);
    make.destroyForcibly();
    String output = Files.readString(log, StandardCharsets.UTF_8);
    assertTrue(ended, () -> "not finished after " + MINUTES + " minutes:\n" + output);
    assertEquals(0, make.waitFor(), output);
    return output;
  }
}
