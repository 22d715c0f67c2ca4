package dev.ferrule.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.config.Configuration;
import dev.ferrule.gateway.config.ConfigurationFile;
import dev.ferrule.gateway.config.Loaded;
import dev.ferrule.sim.SimBoard;
import dev.ferrule.sim.Simulation;
import dev.ferrule.sim.loop.SimClock;
import dev.ferrule.sim.scenario.Scenario;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an orderly stop leaves behind on many boards that cannot go to safe values by themselves.
 */
@Timeout(300)
class StopIT {

  private static final int BOARDS = 60;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path temp;

  @Test
  void putsEveryOutputOfEveryBoardToItsSafeValue() throws Exception {
    var scenario = new StringBuilder("boards:\n");
    var devices =
        new StringBuilder("gateway: {data: %s}\nhttp: {port: 0}\ndevices:\n".formatted(temp));
    for (int i = 0; i < BOARDS; i++) {
      scenario.append("  - name: board%d\n    driver: text\n    channels:\n".formatted(i));
      scenario.append("      - {key: relay, kind: switch, access: rw, period: 100ms}\n");
    }
    try (var boards =
        Simulation.start(Scenario.parse(scenario.toString()), temp, SimClock.system())) {
      for (int i = 0; i < BOARDS; i++) {
        devices.append(
            "  board%d:\n    driver: text\n    port: %s\n    channels:\n"
                .formatted(i, boards.board("board" + i).link()));
        devices.append(
            "      relay: {kind: switch, write: \"{key}={value}\", safe: 0, period: 100ms}\n");
      }
      try (Gateway gateway = Gateway.start(configuration(devices.toString()))) {
        for (SimBoard board : boards.boards()) {
          switchOn(gateway.port(), board);
        }
      }
      List<String> left =
          boards.boards().stream().filter(b -> b.value("relay") != 0).map(SimBoard::name).toList();
      assertEquals(List.of(), left, "left on");
    }
  }

  /** The gateway may not have the board yet: asks until it is so. */
  private static void switchOn(int port, SimBoard board) throws Exception {
    HttpClient http = HttpClient.newHttpClient();
    String body = "{\"channel\":\"%s.relay\",\"value\":1}".formatted(board.name());
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (board.value("relay") != 1 && System.nanoTime() < deadline) {
      var request =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + port + "/api/v1/commands?wait=3s"))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      http.send(request, BodyHandlers.ofString());
    }
    assertTrue(board.value("relay") == 1, board.name() + " was never on");
  }

  private static Configuration configuration(String text) {
    return switch (ConfigurationFile.parse(text)) {
      case Loaded.Valid(Configuration valid) -> valid;
      case Loaded.Invalid invalid -> throw new AssertionError(invalid.problems().toString());
      case Loaded.Unreadable unreadable -> throw new AssertionError(unreadable.reason());
    };
  }
}
