package dev.ferrule.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged launcher, with real and with pretended JDKs. */
class LauncherIT {

  private static final Path DISTRIBUTION = Path.of("target/ferrule").toAbsolutePath();
  private static final Path LAUNCHER = DISTRIBUTION.resolve("bin/ferrule");

  @TempDir private Path temp;

  @Test
  void findsAJdkByItselfAndPrintsTheVersion() throws Exception {
    var run = launch(LAUNCHER, Map.of(), "--version");

    assertAll(
        () -> assertEquals(0, run.exitCode(), run.output()),
        () -> assertTrue(run.output().startsWith("ferrule 0."), run.output()));
  }

  @Test
  void refusesTheNamedJdkWhenItIsTooOld() throws Exception {
    var old = jdk("17.0.15");

    var run = launch(LAUNCHER, Map.of("FERRULE_JAVA_HOME", old.toString()), "--version");

    assertAll(
        () -> assertEquals(1, run.exitCode()),
        () -> assertTrue(run.output().contains("but Java 17"), run.output()));
  }

  @Test
  void passesOverJavaHomeWhenItIsTooOld() throws Exception {
    var old = jdk("24.0.1");

    var run = launch(LAUNCHER, Map.of("JAVA_HOME", old.toString()), "--version");

    assertEquals(0, run.exitCode(), run.output());
  }

  @Test
  void startsTheProgramWithTheUsersOptionsAfterItsOwn() throws Exception {
    var environment =
        Map.of("FERRULE_JAVA_HOME", jdk("26").toString(), "FERRULE_JAVA_OPTS", "-Xmx200m -Da=b");

    var arguments = launch(LAUNCHER, environment, "run", "--config", "a b.yaml").output().lines();

    assertEquals(
        List.of(
            "-XX:+UseSerialGC",
            "-Xms20m",
            "-Xmx132m",
            "-Xmn8m",
            "-XX:SurvivorRatio=2",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=20",
            "-XX:-ShrinkHeapInSteps",
            "-XX:TrimNativeHeapInterval=5000",
            "-XX:MaxDirectMemorySize=32m",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:+UseCompactObjectHeaders",
            "-XX:TieredStopAtLevel=1",
            "-XX:CompileThresholdScaling=0.1",
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.util.logging.config.file=" + DISTRIBUTION + "/lib/logging.properties",
            "-Dferrule.home=" + DISTRIBUTION,
            "-DjSerialComm.library.path=" + DISTRIBUTION + "/lib/native",
            "-Djava.library.path=" + DISTRIBUTION + "/lib/native/META-INF/native",
            "-Xmx200m",
            "-Da=b",
            "-cp",
            DISTRIBUTION + "/lib/ferrule.jar",
            "dev.ferrule.gateway.cli.Ferrule",
            "run",
            "--config",
            "a b.yaml"),
        arguments
            .filter(argument -> !argument.contains("AOT") && !argument.contains("log:"))
            .toList());
  }

  @Test
  void prefersTheRuntimeThatLiesBesideIt() throws Exception {
    var copy = temp.resolve("copy");
    copyDistribution(copy);
    Files.move(jdk("25.0.3"), copy.resolve("runtime"));
    var options = Map.of("FERRULE_JAVA_OPTS", "-Da=b");

    var run = launch(copy.resolve("bin/ferrule"), options, "--version");

    // The pretended one prints its arguments.
    assertTrue(run.output().contains("\n-Da=b\n"), run.output());
  }

  @Test
  void checksTheConfigurationThatThePackageBeginsWith() throws Exception {
    var beginning = DISTRIBUTION.resolve("config/ferrule.yaml").toString();

    var run = launch(LAUNCHER, Map.of(), "check", beginning);

    assertAll(
        () -> assertEquals(0, run.exitCode(), run.output()),
        () -> assertTrue(run.output().contains("Ferrule: 0 devices"), run.output()));
  }

  @Test
  void startsThroughASymbolicLink() throws Exception {
    copyDistribution(temp.resolve("copy"));
    var link = Files.createSymbolicLink(temp.resolve("ferrule"), Path.of("copy/bin/ferrule"));

    var run = launch(link, Map.of(), "--version");

    assertEquals(0, run.exitCode(), run.output());
  }

  @Test
  void startsWithACacheMadeForIt() throws Exception {
    var cacheHome = Map.of("XDG_CACHE_HOME", temp.toString());
    var copy = temp.resolve("a copy");
    copyDistribution(copy);

    var made = launch(copy.resolve("bin/ferrule"), cacheHome, "aot");
    var run = launch(copy.resolve("bin/ferrule"), cacheHome, "--version");

    assertAll(
        () -> assertTrue(made.output().startsWith("Start-up cache: "), made.output()),
        () -> assertEquals(0, made.exitCode()),
        () -> assertTrue(run.output().startsWith("ferrule 0."), run.output()));
  }

  @Test
  void helpsWithTheCacheWithoutMakingOne() throws Exception {
    var copy = temp.resolve("copy");
    copyDistribution(copy);

    var help = launch(copy.resolve("bin/ferrule"), Map.of(), "aot", "--help");
    var wrong = launch(copy.resolve("bin/ferrule"), Map.of(), "aot", "now");

    assertAll(
        () -> assertEquals(0, help.exitCode(), help.output()),
        () -> assertTrue(help.output().startsWith("Usage: ferrule aot\n"), help.output()),
        () -> assertEquals(2, wrong.exitCode(), wrong.output()),
        () -> assertFalse(Files.exists(copy.resolve("lib/ferrule.aot"))));
  }

  @Test
  void startsWithACacheThatIsDamaged() throws Exception {
    var copy = temp.resolve("copy");
    copyDistribution(copy);
    Files.writeString(copy.resolve("lib/ferrule.aot"), "not a cache");

    var run = launch(copy.resolve("bin/ferrule"), Map.of(), "--version");

    assertAll(
        () -> assertEquals(0, run.exitCode(), run.output()),
        () -> assertTrue(run.output().startsWith("ferrule 0."), run.output()));
  }

  private record Run(int exitCode, String output) {}

  private static Run launch(Path launcher, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(launcher.toString());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("JAVA_HOME");
    builder.environment().putAll(environment);
    var process = builder.start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Run(process.waitFor(), output);
  }

  /** A directory that looks like a JDK and whose java prints its arguments, one per line. */
  private Path jdk(String version) throws IOException {
    var home = Files.createDirectories(temp.resolve("jdk " + version));
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    var java = Files.createDirectory(home.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    return home;
  }

  private static void copyDistribution(Path target) throws Exception {
    var copy =
        new ProcessBuilder("cp", "-a", DISTRIBUTION.toString(), target.toString()).inheritIO();
    assertEquals(0, copy.start().waitFor());
  }
}
