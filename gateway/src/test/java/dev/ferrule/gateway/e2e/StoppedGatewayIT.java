package dev.ferrule.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.sim.SimBoard;
import dev.ferrule.sim.Simulation;
import dev.ferrule.sim.board.BoardState;
import dev.ferrule.sim.loop.SimClock;
import dev.ferrule.sim.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway that is stopped (SIGSTOP) while a board talks on: the kernel keeps the oldest of what
 * it says, the board lets go of its relay, and goes on.
 */
@Timeout(300)
class StoppedGatewayIT {

  private static final Duration STOP = Duration.ofSeconds(8);

  /** From the moment that it goes on until what it shows must be true. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  @TempDir private Path temp;

  @Test
  void showsTheRelayAsItIsAndNothingFromTheFuture() throws Exception {
    var scenario =
        Scenario.parse(
            """
            boards:
              - name: bed
                clock_hz: 20000
                channels:
                  - {key: temp, unit: Cel, decimals: 1, period: 5ms, wave: 21.5}
                  - {key: relay, kind: switch, access: rw, period: 0s}
            """);
    try (var simulation = Simulation.start(scenario, temp, SimClock.system())) {
      SimBoard board = simulation.board("bed");
      Path file =
          Files.writeString(
              temp.resolve("g.yaml"),
              """
              gateway: {name: Test bench}
              http: {port: 0}
              devices:
                bed: {driver: firmware, port: %s}
              """
                  .formatted(board.link()));
      try (Program gateway = Program.ferrule(temp, "run", "--config", file.toString())) {
        var rest = new Rest(gateway.await("Dashboard: (http://127.0.0.1:\\d+)/").group(1));
        gateway.await("bed is up");
        assertEquals(0, rest.value("bed.relay"));
        assertEquals("confirmed", rest.command("bed.relay", 1).path("state").asText());
        assertEquals(1, board.value("relay"));

        signal("STOP", gateway.pid());
        TimeUnit.MILLISECONDS.sleep(STOP.toMillis());
        assertEquals(BoardState.FAIL_SAFE, board.state());
        signal("CONT", gateway.pid());

        watch(rest, board);
        JsonNode relay = rest.get("/api/v1/readings?channels=bed.relay").at("/readings/0");
        assertEquals(0, relay.path("value").asDouble(), relay.toString());
        gateway.await("the gateway stood still");
      }
    }
  }

  private static void watch(Rest rest, SimBoard board) throws IOException, InterruptedException {
    long since = System.nanoTime();
    long now = since;
    while (now - since < 5 * GRACE.toNanos()) {
      JsonNode readings = rest.get("/api/v1/readings?channels=bed.*").path("readings");
      now = System.nanoTime();
      assertEquals(2, readings.size(), readings.toString());
      for (JsonNode reading : readings) {
        long ahead =
            Duration.between(Instant.now(), Instant.parse(reading.path("time").asText()))
                .toMillis();
        assertTrue(ahead <= 0, "from the future: " + reading);
        boolean claims = reading.path("quality").asText().equals("good");
        if (claims && now - since > GRACE.toNanos() && reading.toString().contains("relay")) {
          assertEquals(board.value("relay"), reading.path("value").asDouble(), reading.toString());
        }
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private static void signal(String name, long pid) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
  }
}
