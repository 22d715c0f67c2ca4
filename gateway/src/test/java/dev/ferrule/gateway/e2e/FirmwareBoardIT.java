package dev.ferrule.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example firmware, compiled for an ATmega328p and run cycle by cycle, against the packaged
 * gateway.
 */
class FirmwareBoardIT {

  private static final Path C_SOURCES = Path.of("../firmware-protocol/src/main/c").toAbsolutePath();
  private static final Path BUILD = Path.of("target/c").toAbsolutePath();

  @TempDir private Path temp;

  private final HttpClient http = HttpClient.newHttpClient();
  private Program board;
  private Program gateway;
  private String address = "";

  @BeforeEach
  void startBoardAndGateway() throws Exception {
    for (String tool : List.of("/usr/bin/avr-gcc", "/usr/include/simavr/sim_avr.h")) {
      assumeTrue(
          Files.exists(Path.of(tool)),
          "no " + tool + ": apt-get install gcc-avr avr-libc libsimavr-dev libelf-dev gcc make");
    }
    Program make =
        Program.start(
            "make",
            temp,
            List.of("make", "-s", "-C", C_SOURCES.toString(), "BUILD=" + BUILD, "board", "uno"));
    assertEquals(0, make.exitCode(), make.said());
    Path port = temp.resolve("uno");
    board =
        Program.start(
            "board",
            temp,
            List.of(
                BUILD.resolve("avr_board").toString(),
                BUILD.resolve("uno/uno.elf").toString(),
                port.toString()));
    board.await("ready");
    Files.writeString(
        temp.resolve("gateway.yaml"),
        """
        gateway: {name: Uno, data: %s}
        http: {port: 0}
        devices:
          uno: {name: Uno, driver: firmware, port: %s, heartbeat: 2s}
        """
            .formatted(temp.resolve("data"), port));
    gateway = Program.ferrule(temp, "run", "--config", temp.resolve("gateway.yaml").toString());
    address = gateway.await("Dashboard: (http://\\S+?)/?\\s").group(1);
    gateway.await("uno is up");
  }

  @AfterEach
  void stop() {
    if (gateway != null) {
      gateway.close();
    }
    if (board != null) {
      board.close();
    }
  }

  @Test
  void readingsComeARelayFollowsAndFallsSafeWithoutHeartbeats() throws Exception {
    assertTrue(ask("adc 0 750").startsWith("ok"));
    JsonNode reading = awaitReading("uno.temperature");
    assertEquals("good", reading.path("quality").asText(), reading.toString());

    JsonNode command = command("uno.relay", 1);
    assertEquals("confirmed", command.path("state").asText(), command.toString());
    assertEquals("ok out 1", ask("get D8"));

    gateway.kill();
    long killed = System.nanoTime();
    while (!ask("get D8").equals("ok out 0")) {
      long waited = System.nanoTime() - killed;
      assertTrue(waited < TimeUnit.SECONDS.toNanos(3), "the relay is still on");
      Thread.sleep(20);
    }
    System.out.println(
        "relay safe "
            + (System.nanoTime() - killed) / 1_000_000
            + " ms after the last heartbeat could come");
  }

  private JsonNode awaitReading(String channel) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (System.nanoTime() < deadline) {
      JsonNode body = get("/api/v1/readings?channels=" + channel);
      JsonNode first = body.isArray() ? body.path(0) : body.path("readings").path(0);
      if (first.path("value").isNumber()) {
        return first;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("no reading of " + channel + ":\n" + gateway.said());
  }

  private JsonNode get(String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address + path)).build();
    return new ObjectMapper()
        .readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  private JsonNode command(String channel, double value) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + "/api/v1/commands?wait=5s"))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"channel\":\"%s\",\"value\":%s}".formatted(channel, value)))
            .build();
    return new ObjectMapper()
        .readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  private int asked;

  /** The board answers each line with one. */
  private String ask(String question) throws IOException, InterruptedException {
    asked++;
    board.tell(question);
    return board
        .await("(?s)ready[^\n]*\n(?:ok[^\n]*\n){%d}(ok[^\n]*)\n".formatted(asked - 1))
        .group(1);
  }
}
