package dev.ferrule.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.gateway.ledger.LedgerReader;
import dev.ferrule.sim.SimBoard;
import dev.ferrule.sim.Simulation;
import dev.ferrule.sim.loop.SimClock;
import dev.ferrule.sim.scenario.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose data is on a disk of 1 MiB of its own, which fills up. */
@Timeout(300)
class FullDiskIT {

  @TempDir private Path temp;

  private Path disk = Path.of("/nonexistent");

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(temp.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()) == 0,
        "may not mount a tmpfs: run as root, or in a container with CAP_SYS_ADMIN");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", "-l", disk.toString());
  }

  @Test
  void refusesCommandsButNoSafeValueAndGoesOnByItself() throws Exception {
    var scenario =
        Scenario.parse(
            """
            boards:
              - name: bed
                driver: firmware
                channels:
                  - {key: fan, access: rw, min: 0, max: 100000, period: 20ms, safe: 0}
            """);
    try (var simulation = Simulation.start(scenario, temp, SimClock.system())) {
      SimBoard board = simulation.board("bed");
      Path file =
          Files.writeString(
              temp.resolve("g.yaml"),
              """
              gateway: {data: %s}
              http: {port: 0}
              devices:
                bed: {driver: firmware, port: %s}
              """
                  .formatted(disk, board.link()));
      try (Program gateway = Program.ferrule(temp, "run", "--config", file.toString())) {
        var rest = new Rest(gateway.await("Dashboard: (http://127.0.0.1:\\d+)/").group(1));
        gateway.await("bed is up");
        assertEquals("confirmed", rest.command("bed.fan", 7).path("state").asText());

        refuseWhileItIsFull(gateway, rest, board);
        assertEquals("confirmed", rest.command("bed.fan", 9).path("state").asText());
        assertEquals("open", rest.get("/health/ready").at("/ledger/state").asText());
        assertEquals(143, gateway.terminate());
      }
    }
    judge();
  }

  private void refuseWhileItIsFull(Program gateway, Rest rest, SimBoard board) throws Exception {
    fill(disk.resolve("ballast"));
    JsonNode refused = commandUntilRefused(rest);
    gateway.await("its disk is full");
    assertTrue(refused.path("text").asText().contains("disk is full"), refused.toString());
    assertEquals("shut", rest.get("/health/ready").at("/ledger/state").asText());
    double before = board.value("fan");
    assertTrue(before >= 7, "the fan is at " + before);

    long asked = System.nanoTime();
    JsonNode safe = rest.command("bed.fan", 0);
    Duration took = Duration.ofNanos(System.nanoTime() - asked);
    assertEquals("confirmed", safe.path("state").asText(), safe.toString());
    assertEquals(0, board.value("fan"));
    System.out.println("the safe value was confirmed within " + took.toMillis() + " ms");

    Files.delete(disk.resolve("ballast"));
    gateway.await("records commands again");
  }

  private void judge() throws Exception {
    try (var reader = LedgerReader.open(disk)) {
      assertTrue(reader.verify("").isSound(), reader.verify("")::toString);
      List<String> safe =
          reader.find(LedgerReader.Search.newest(LedgerReader.MOST)).reversed().stream()
              .map(LedgerReader.Found::entry)
              .filter(entry -> entry.ask().filter(ask -> ask.value() == 0).isPresent())
              .filter(entry -> !entry.actor().startsWith("gateway"))
              .map(entry -> entry.word())
              .toList();
      assertEquals(List.of("admitted", "written", "acknowledged", "confirmed"), safe);
    }
  }

  /** What was in the file already has room for some records more. */
  private static JsonNode commandUntilRefused(Rest rest) throws Exception {
    for (int value = 10; value < 10_000; value++) {
      long asked = System.nanoTime();
      JsonNode told = rest.command("bed.fan", value);
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked);
      assertTrue(millis < 3_000, "took " + millis + " ms: " + told);
      if (told.path("reason").asText().equals("not_recorded")) {
        return told.path("text").asText().contains("full") ? told : rest.command("bed.fan", value);
      }
      assertEquals("confirmed", told.path("state").asText(), told.toString());
    }
    throw new AssertionError("the disk never became full");
  }

  private static void fill(Path ballast) throws Exception {
    assertEquals(1, run("dd", "if=/dev/zero", "of=" + ballast, "bs=4k", "status=none"));
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
