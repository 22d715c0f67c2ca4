package dev.ferrule.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.config.Configuration;
import dev.ferrule.gateway.config.ConfigurationFile;
import dev.ferrule.gateway.config.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sum of all limits, the launcher and the service agree. */
class LimitsTest {

  private static final long MIB = 1 << 20;

  @TempDir Path temp;

  private static String launcher() throws IOException {
    return Files.readString(Path.of("src/dist/bin/ferrule"));
  }

  private static long megabytes(String option) throws IOException {
    return number(launcher(), "-" + option + "(\\d+)m");
  }

  private static long number(String text, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    assertTrue(found.find(), pattern);
    return Long.parseLong(found.group(1));
  }

  @Test
  void defaultsFitTheHeapThatTheLauncherGives() throws Exception {
    Configuration usual = Configuration.of("test", temp, List.of());
    assertEquals(MemoryPlan.YOUNG, megabytes("Xmn") * MIB);
    assertTrue(
        MemoryPlan.bytes(usual) <= megabytes("Xmx") * MIB, MemoryPlan.bytes(usual) + " bytes");
  }

  /** The most devices there can be, each with its own line, and clients over TLS. */
  @Test
  void sixtyFourLinesFitToo() throws Exception {
    StringBuilder yaml = new StringBuilder("http: {host: 0.0.0.0}\ndevices:\n");
    for (int i = 0; i < Configuration.MAX_DEVICES; i++) {
      yaml.append("  board%d: {driver: firmware, port: /dev/ttyX%d}\n".formatted(i, i));
    }
    Configuration full = load(yaml.toString());
    assertTrue(MemoryPlan.bytes(full) <= megabytes("Xmx") * MIB, MemoryPlan.bytes(full) + " bytes");
  }

  @Test
  void complainsAboutLimitsThatDoNotFit() throws Exception {
    Configuration crowded = load("limits: {clients: 20000}\ndevices: {}\n");
    String complaint = MemoryPlan.complaint(crowded, megabytes("Xmx") * MIB);
    assertTrue(complaint.contains("lower limits.clients"), complaint);
    long advised = number(complaint, "-Xmx(\\d+)m");
    assertEquals("", MemoryPlan.complaint(crowded, advised * MIB));
  }

  @Test
  void serviceIsToldWhatTheProgramTells() throws Exception {
    String unit = Files.readString(Path.of("../config/systemd/ferrule.service"));
    assertTrue(unit.contains("\nType=notify\n"));
    assertTrue(unit.contains("\nRestart=on-failure\n"));
    long watchdog = number(unit, "\nWatchdogSec=(\\d+)s\n");
    assertTrue(watchdog >= 2 * Watchdog.LIMIT.toSeconds(), watchdog + " s");
    long memory = number(unit, "\nMemoryMax=(\\d+)M\n");
    assertTrue(
        memory >= megabytes("Xmx") + megabytes("XX:MaxDirectMemorySize=") + 64, memory + " M");
    assertTrue(launcher().contains(" -XX:+ExitOnOutOfMemoryError "));
    // It is what a JVM without memory ends with, too.
    assertTrue(!unit.contains("RestartPreventExitStatus=3"));
  }

  private Configuration load(String yaml) throws IOException {
    Path file = Files.writeString(temp.resolve("ferrule.yaml"), yaml);
    if (ConfigurationFile.load(file) instanceof Loaded.Valid(Configuration configuration)) {
      return configuration;
    }
    throw new AssertionError(ConfigurationFile.load(file));
  }
}
