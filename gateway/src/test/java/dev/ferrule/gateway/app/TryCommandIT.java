package dev.ferrule.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.config.ConfigurationFile;
import dev.ferrule.gateway.config.Loaded;
import dev.ferrule.sim.Simulation;
import dev.ferrule.sim.loop.SimClock;
import dev.ferrule.sim.scenario.Scenario;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ferrule try} on a real pseudo-terminal. */
@Timeout(60)
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
  void saysWhyAPortCannotBeHeard() {
    CommandRun run = CommandRun.of("try", "--port", directory.resolve("none").toString());
    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("no such port"), run.err());
  }
}
