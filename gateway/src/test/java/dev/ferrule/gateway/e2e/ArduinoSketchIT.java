package dev.ferrule.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An ordinary Arduino sketch that prints sentences, on an emulated Uno, all the way that a stranger
 * goes: {@code ferrule try} against its port, then the packaged gateway with what it wrote and a
 * command added.
 */
@Timeout(300)
class ArduinoSketchIT {

  private static final Path C_SOURCES = Path.of("../firmware-protocol/src/main/c").toAbsolutePath();
  private static final Path SKETCH =
      Path.of("src/test/arduino/PrintsLines/PrintsLines.ino").toAbsolutePath();
  private static final Path BUILD = Path.of("target/c").toAbsolutePath();

  /** Half a volt at A0: 50.0 degrees to the sketch, give or take a step of the converter. */
  private static final String TEMPERATURE = "\"value\":(?:49\\.[5-9]|50\\b)";

  @TempDir private Path temp;

  private final HttpClient http = HttpClient.newHttpClient();
  private Program board;
  private @Nullable Program gateway;
  private Path port;

  @BeforeEach
  void startBoard() throws Exception {
    for (String needed :
        List.of(
            "/usr/bin/avr-g++",
            "/usr/include/simavr/sim_avr.h",
            "/usr/share/arduino/hardware/arduino/avr/cores/arduino/Arduino.h")) {
      assumeTrue(
          Files.exists(Path.of(needed)),
          "no "
              + needed
              + ": apt-get install arduino-core-avr gcc-avr avr-libc libsimavr-dev libelf-dev gcc"
              + " make");
    }
    Program make =
        Program.start(
            "make",
            temp,
            List.of(
                "make",
                "-s",
                "-C",
                C_SOURCES.toString(),
                "BUILD=" + BUILD,
                "PLAIN_SKETCH=" + SKETCH,
                "board",
                "plain-sketch"));
    assertEquals(0, make.exitCode(), make.said());
    port = temp.resolve("uno");
    board =
        Program.start(
            "board",
            temp,
            List.of(
                BUILD.resolve("avr_board").toString(),
                BUILD.resolve("sketch/plain.elf").toString(),
                port.toString()));
    board.await("ready");
    board.tell("adc 0 500");
    board.await("ok");
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
  void isTriedServedCommandedAndReset() throws Exception {
    Path yaml = temp.resolve("board.yaml");
    Program tried =
        Program.ferrule(
            temp,
            "try",
            "--port",
            port.toString(),
            "--baud",
            "9600",
            "--for",
            "4s",
            "--write",
            yaml.toString());
    assertEquals(0, tried.exitCode(), tried.said());
    assertTrue(tried.said().contains("accepted  \"Temperature: "), tried.said());

    String proposed = Files.readString(yaml);
    assertTrue(proposed.contains("      lamp: {"), proposed);
    Files.writeString(
        yaml,
        "gateway: {data: %s}\nhttp: {port: 0}\n".formatted(temp.resolve("data"))
            + proposed.replaceFirst(
                "lamp: \\{[^}]*}",
                "lamp: {kind: switch, write: \"LAMP {value}\", acknowledgement: \"OK LAMP"
                    + " {value}\", safe: 0}"));
    Program running = Program.ferrule(temp, "run", "--config", yaml.toString());
    gateway = running;
    String address = running.await("Dashboard: (http://\\S+?)/?\\s").group(1);
    running.await("board is up");
    awaitText(address + "/api/v1/readings?channels=board.temperature", TEMPERATURE);

    Program send = Program.ferrule(temp, "send", "board.lamp", "1", "--wait", "--url", address);
    assertEquals(0, send.exitCode(), send.said());
    board.tell("get D13");
    board.await("ok out 1");

    board.tell("reset");
    board.await("ok out 1\\s+ok");
    awaitText(address + "/api/v1/readings?channels=board.lamp", "\"value\":0");
    awaitText(address + "/api/v1/readings?channels=board.temperature", TEMPERATURE);
  }

  private void awaitText(String url, String regex) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    String body = "";
    while (System.nanoTime() < deadline) {
      body =
          http.send(
                  HttpRequest.newBuilder(URI.create(url)).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      if (Pattern.compile(regex).matcher(body).find()) {
        return;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("no " + regex + " in " + body);
  }
}
