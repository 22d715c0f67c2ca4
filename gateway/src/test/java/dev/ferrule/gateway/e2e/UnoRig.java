package dev.ferrule.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  @TempDir Path temp;

  private @Nullable Program gateway;
  private Program board;
  private String address = "";
  private int asked;
  private @Nullable Rest rest;

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
    rest = new Rest(address);
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

  /** The gateway's REST interface. */
  final Rest rest() {
    return Objects.requireNonNull(rest);
  }

  /** The board as the gateway sees it. */
  final JsonNode device() throws Exception {
    return rest().get("/api/v1/devices").path("devices").path(0);
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
}
