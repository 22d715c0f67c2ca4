package dev.ferrule.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program's own load command, measuring the program. */
@Timeout(300)
class BenchIT {

  private static final int BOARDS = 2;
  private static final int CLIENTS = 3;
  private static final int RATE = 100;
  private static final int SECONDS = 2;
  private static final String LOAD = "boards=" + BOARDS + ",channels=4,rate=" + RATE;

  @TempDir private Path temp;

  @Test
  void countsEveryRowOnceForEachClient() throws Exception {
    String output;
    try (var bench =
        bench(
            "--load",
            LOAD,
            "--clients",
            "" + CLIENTS,
            "--commands",
            "10",
            "--warmup",
            "1s",
            "--window",
            SECONDS + "s",
            "--json")) {
      output = bench.await("\\{\"event\":\"run\".*\n").group();
      assertEquals(0, bench.exitCode());
    }

    JsonNode outcome = new ObjectMapper().readTree(output).path("outcome");
    JsonNode got = outcome.path("received");
    long rows = (long) BOARDS * CLIENTS * RATE * SECONDS;
    assertAll(
        output,
        () -> assertEquals(rows, got.path("rows").asLong()),
        () -> assertEquals(rows, got.path("latency").path("count").asLong()),
        () -> assertEquals(Map.of("lost", 0, "doubled", 0, "wrong", 0, "faulty", 0), bad(got)),
        () -> assertTrue(got.path("latency").path("p50").asDouble() > 0),
        () -> assertTrue(outcome.path("commands").path("sent").asInt() > 0),
        () -> assertEquals(0, outcome.path("commands").path("open").asInt()),
        () ->
            assertEquals(
                outcome.path("commands").path("sent"),
                outcome.path("commands").path("ends").path("confirmed")),
        () -> assertTrue(outcome.path("gateway").path("cpu_percent").asDouble() > 0),
        () -> assertTrue(outcome.path("gateway").path("rss").asLong() > 1_000_000));
  }

  @Test
  void leavesNothingBehindWhenItIsStopped() throws Exception {
    try (var bench = bench("--load", LOAD, "--warmup", "60s")) {
      ProcessHandle gateway = gatewayOf(bench);
      Path configuration = configuration(gateway).orElseThrow();

      bench.terminate();

      gateway.onExit().get(60, TimeUnit.SECONDS);
      assertFalse(Files.exists(configuration.getParent()), configuration::toString);
    }
  }

  private Program bench(String... arguments) throws IOException {
    var all = new ArrayList<>(List.of("sim", "bench"));
    all.addAll(List.of(arguments));
    return Program.ferrule(temp, all.toArray(String[]::new));
  }

  private static ProcessHandle gatewayOf(Program bench) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (System.nanoTime() < deadline) {
      Optional<ProcessHandle> gateway =
          ProcessHandle.of(bench.pid())
              .orElseThrow()
              .descendants()
              .filter(process -> configuration(process).isPresent())
              .findFirst();
      if (gateway.isPresent()) {
        return gateway.get();
      }
      Thread.sleep(20);
    }
    throw new AssertionError("no gateway was started");
  }

  /** The file that a gateway was started with. */
  private static Optional<Path> configuration(ProcessHandle process) {
    List<String> arguments = process.info().arguments().map(List::of).orElse(List.of());
    int at = arguments.indexOf("--config");
    return at < 0 ? Optional.empty() : Optional.of(Path.of(arguments.get(at + 1)));
  }

  private static Map<String, Integer> bad(JsonNode got) {
    return Map.of(
        "lost", got.path("lost").asInt(-1),
        "doubled", got.path("doubled").asInt(-1),
        "wrong", got.path("wrong").asInt(-1),
        "faulty", got.path("faulty").asInt(-1));
  }
}
