package dev.ferrule.gateway.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.config.ConfigurationFile;
import dev.ferrule.gateway.config.Loaded;
import dev.ferrule.sim.Simulation;
import dev.ferrule.sim.loop.SimClock;
import dev.ferrule.sim.pty.Pty;
import dev.ferrule.sim.scenario.Scenario;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ferrule try} on a real pseudo-terminal. */
@Timeout(300)
class TryCommandIT {

  @TempDir private Path directory;

  @Test
  void hearsABoardAndProposesIt() {
    try (var simulation =
        Simulation.start(
            Scenario.parse(
                """
                boards:
                  - name: bed
                    driver: text
                    channels:
                      - {key: temp, decimals: 1, period: 50ms, wave: 21.5}
                      - {key: hum, period: 50ms, wave: 40}
                """),
            directory,
            SimClock.system())) {
      String port = simulation.board("bed").link().toString();
      CommandRun run = CommandRun.of("try", "--port", port, "--for", "2s");
      assertEquals(0, run.exitCode(), run.err());
      assertTrue(run.err().contains("-> temp=21.5 hum=40"), run.err());
      assertInstanceOf(Loaded.Valid.class, ConfigurationFile.parse(run.out()));
      assertTrue(run.out().contains("temp: {decimals: 1, period: "), run.out());
    }
  }

  @Test
  void recognizesInstrumentsAndFirmware() {
    try (var simulation =
        Simulation.start(
            Scenario.parse(
                """
                boards:
                  - name: gps
                    driver: nmea
                    channels:
                      - {key: latitude, wave: 48.1}
                      - {key: longitude, wave: 11.5}
                      - {key: depth, wave: 3}
                  - name: rig
                    driver: firmware
                    firmware: rig 1.0
                    channels:
                      - {key: temp, wave: 20}
                """),
            directory,
            SimClock.system())) {
      CommandRun gps =
          CommandRun.of(
              "try",
              "--port",
              "" + simulation.board("gps").link(),
              "--baud",
              "4800",
              "--for",
              "4s");
      assertEquals(0, gps.exitCode(), gps.err());
      assertTrue(gps.err().contains("it is NMEA 0183: "), gps.err());
      assertTrue(gps.out().contains("      depth: {}"), gps.out());
      assertInstanceOf(Loaded.Valid.class, ConfigurationFile.parse(gps.out()));

      CommandRun rig =
          CommandRun.of("try", "--port", "" + simulation.board("rig").link(), "--for", "4s");
      assertEquals(0, rig.exitCode(), rig.err());
      assertTrue(rig.err().contains("from firmware rig 1.0"), rig.err());
      assertInstanceOf(Loaded.Valid.class, ConfigurationFile.parse(rig.out()));
    }
  }

  @Test
  void proposesWhatWasHeardBeforeThePortWentAway() throws Exception {
    Pty board = Pty.open();
    String port = board.path().toString();
    CompletableFuture<CommandRun> trying =
        CompletableFuture.supplyAsync(
            () -> CommandRun.of("try", "--port", port, "--baud", "9600", "--for", "30s"));
    while (board.read(new byte[16]) == Pty.HUNG_UP) {
      LockSupport.parkNanos(5_000_000);
    }
    byte[] line = "temp=21.5 hum=40\r\n".getBytes(US_ASCII);
    for (int i = 0; i < 60; i++) { // a board that talks for a second, then is pulled out
      board.write(line, 0, line.length);
      LockSupport.parkNanos(20_000_000);
    }
    board.close();
    CommandRun run = trying.get(20, TimeUnit.SECONDS);
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.err().contains("going on with the "), run.err());
    assertTrue(run.err().contains("-> temp=21.5 hum=40"), run.err());
    assertInstanceOf(Loaded.Valid.class, ConfigurationFile.parse(run.out()));
  }

  @Test
  void saysWhyAPortCannotBeHeard() {
    CommandRun run = CommandRun.of("try", "--port", directory.resolve("none").toString());
    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("no such port"), run.err());
  }
}
