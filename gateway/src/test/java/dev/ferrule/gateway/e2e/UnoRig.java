package dev.ferrule.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example firmware, compiled for an ATmega328p and run cycle by cycle, and the packaged
 * gateway; what lies between them is the test's.
 */
abstract class UnoRig {

  private static final Path C_SOURCES = Path.of("../firmware-protocol/src/main/c").toAbsolutePath();
  private static final Path BUILD = Path.of("target/c").toAbsolutePath();
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path temp;

  private @Nullable Program gateway;
  private Program board;
  private String address = "";
  private int asked;
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  final void startBoard() throws Exception {
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
    board =
        Program.start(
            "board",
            temp,
            List.of(
                BUILD.resolve("avr_board").toString(),
                BUILD.resolve("uno/uno.elf").toString(),
                terminal().toString()));
    board.await("ready");
  }

  @AfterEach
  final void stopAll() {
    if (gateway != null) {
      gateway.close();
    }
    if (board != null) {
      board.close();
    }
  }

  /** The board's end of the line. */
  final Path terminal() {
    return temp.resolve("uno");
  }

  /** Starts the gateway on a port; returns when it serves. */
  final void startGateway(Path port, int baud) throws Exception {
    Path yaml = temp.resolve("gateway.yaml");
    Files.writeString(
        yaml,
        """
        gateway: {name: Uno, data: %s}
        http: {port: 0}
        devices:
          uno: {name: Uno, driver: firmware, port: %s, baud: %d, heartbeat: 2s}
        """
            .formatted(temp.resolve("data"), port, baud));
    Program started = Program.ferrule(temp, "run", "--config", yaml.toString());
    gateway = started;
    address = started.await("Dashboard: (http://\\S+?)/?\\s").group(1);
  }

  final Program gateway() {
    return Objects.requireNonNull(gateway);
  }

  /** Where the gateway is. */
  final String address() {
    return address;
  }

  /** Asks the emulator, which answers each line with one. */
  final String ask(String question) throws IOException, InterruptedException {
    asked++;
    board.tell(question);
    return board
        .await("(?s)ready[^\n]*\n(?:ok[^\n]*\n){%d}(ok[^\n]*)\n".formatted(asked - 1))
        .group(1);
  }

  final boolean relayIsOn() throws IOException, InterruptedException {
    return ask("get D8").equals("ok out 1");
  }

  final JsonNode get(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofSeconds(10)).build();
    return JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  /** The board as the gateway sees it. */
  final JsonNode device() throws Exception {
    return get("/api/v1/devices").path("devices").path(0);
  }

  /** Waits until the gateway sees it so; milliseconds that it took. */
  final long awaitDevice(String what, Predicate<JsonNode> so) throws Exception {
    long start = System.nanoTime();
    JsonNode device = device();
    while (!so.test(device)) {
      if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(20)) {
        throw new AssertionError("not " + what + " but " + device + "\n" + gateway().said());
      }
      Thread.sleep(20);
      device = device();
    }
    return (System.nanoTime() - start) / 1_000_000;
  }

  final long awaitState(String word) throws Exception {
    return awaitDevice(word, d -> d.path("state").asText().equals(word));
  }

  final JsonNode awaitReading(String channel) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (System.nanoTime() < deadline) {
      JsonNode first = get("/api/v1/readings?channels=" + channel).path("readings").path(0);
      if (first.path("value").isNumber() && first.path("quality").asText().equals("good")) {
        return first;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("no good reading of " + channel + ":\n" + gateway().said());
  }

  final JsonNode command(String channel, double value) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + "/api/v1/commands?wait=10s"))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"channel\":\"%s\",\"value\":%s}".formatted(channel, value)))
            .build();
    return JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }
}
