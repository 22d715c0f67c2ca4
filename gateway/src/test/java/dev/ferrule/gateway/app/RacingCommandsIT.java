package dev.ferrule.gateway.app;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.gateway.config.Configuration;
import dev.ferrule.gateway.config.ConfigurationFile;
import dev.ferrule.gateway.config.Loaded;
import dev.ferrule.gateway.stream.StreamSettings;
import dev.ferrule.gateway.stream.WsClient;
import dev.ferrule.sim.SimBoard;
import dev.ferrule.sim.Simulation;
import dev.ferrule.sim.board.Effect;
import dev.ferrule.sim.loop.SimClock;
import dev.ferrule.sim.scenario.Scenario;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two clients that race against each other for outputs on three boards, the gateway between them.
 * The boards tell every effect that an output ever had, on one clock.
 */
class RacingCommandsIT {

  private static final int COMMANDS = 10_000;
  private static final int CLIENTS = 2;

  /** Commands of one client without an end; together they stay below what a device may have. */
  private static final int WINDOW = 7;

  private static final List<String> OUTPUTS =
      List.of("well.pump", "field.valve", "well.heater", "house.cooler");

  private static final String SCENARIO =
      """
      name: race
      boards:
        - name: well
          driver: firmware
          channels:
            - {key: pump, kind: switch, access: rw, period: 10ms}
            - {key: heater, kind: switch, access: rw, period: 10ms}
        - name: field
          driver: firmware
          channels:
            - {key: valve, kind: switch, access: rw, period: 15ms}
        - name: house
          driver: text
          channels:
            - {key: cooler, kind: switch, access: rw, period: 20ms}
      """;

  private static final String CONFIGURATION =
      """
      gateway: {data: %s}
      http: {port: 0}
      devices:
        well: {driver: firmware, port: %s}
        field: {driver: firmware, port: %s}
        house:
          driver: text
          port: %s
          channels:
            cooler: {kind: switch, write: "{key}={value}", acknowledgement: "ok {key}={value}", safe: 0, period: 20ms}
      rules:
        well.pump: {needs: field.valve = on}
      exclusive:
        air: [well.heater, house.cooler]
      """;

  @TempDir private Path temp;

  @Test
  void neverBreakAnInterlock() throws Exception {
    long seed = System.nanoTime();
    try (Simulation boards = Simulation.start(Scenario.parse(SCENARIO), temp, SimClock.system());
        Gateway gateway = Gateway.start(configuration(boards));
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      awaitUp(gateway.port());
      List<Future<Map<String, Integer>>> clients = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        Callable<Map<String, Integer>> run =
            new Client(gateway.port(), new Random(seed + client), "client-" + client + "-");
        clients.add(threads.submit(run));
      }
      Map<String, Integer> ends = new TreeMap<>();
      for (Future<Map<String, Integer>> client : clients) {
        client.get(150, TimeUnit.SECONDS).forEach((end, n) -> ends.merge(end, n, Integer::sum));
      }
      List<Effect> effects =
          boards.boards().stream()
              .map(SimBoard::effects)
              .flatMap(List::stream)
              .sorted(Comparator.comparingLong(Effect::nanos))
              .toList();
      System.out.println("seed " + seed + ": " + ends + ", " + effects.size() + " effects");
      assertAll(
          "seed " + seed + ": " + ends,
          () -> assertEquals(List.of(), broken(effects)),
          () -> assertEquals(COMMANDS, ends.values().stream().mapToInt(Integer::intValue).sum()),
          () -> assertTrue(ends.getOrDefault("confirmed", 0) > COMMANDS / 20),
          () -> assertTrue(ends.getOrDefault("interlock", 0) > COMMANDS / 100),
          () -> assertTrue(ends.getOrDefault("exclusive", 0) > COMMANDS / 100));
    }
  }

  private Configuration configuration(Simulation boards) {
    String text =
        CONFIGURATION.formatted(
            temp.resolve("data"),
            boards.board("well").link(),
            boards.board("field").link(),
            boards.board("house").link());
    Configuration made =
        switch (ConfigurationFile.parse(text)) {
          case Loaded.Valid(Configuration valid) -> valid;
          case Loaded.Invalid invalid -> throw new AssertionError(invalid.problems().toString());
          case Loaded.Unreadable unreadable -> throw new AssertionError(unreadable.reason());
        };
    StreamSettings usual = StreamSettings.DEFAULT;
    var fast =
        new StreamSettings(
            usual.tick(), usual.clients(), usual.queueBytes(), usual.stall(), 10_000, 100_000);
    return new Configuration(
        made.name(),
        made.time(),
        made.data(),
        made.http(),
        fast,
        made.recorder(),
        made.history(),
        made.ledger(),
        made.stop(),
        made.devices(),
        made.rules(),
        made.bridges());
  }

  /** All outputs have a reading, and what the gateway does by itself at the start is done. */
  private static void awaitUp(int port) throws Exception {
    HttpClient http = HttpClient.newHttpClient();
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (System.nanoTime() < deadline) {
      Set<String> up = new HashSet<>();
      for (String output : OUTPUTS) {
        HttpRequest ask =
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + port + "/api/v1/readings?channels=" + output))
                .timeout(Duration.ofSeconds(5))
                .build();
        if (http.send(ask, BodyHandlers.ofString()).body().contains("\"quality\":\"good\"")) {
          up.add(output);
        }
      }
      if (up.size() == OUTPUTS.size()) {
        return;
      }
      Thread.sleep(20);
    }
    throw new AssertionError("the boards did not come up");
  }

  /** Moments at which the outputs were as no rule allows. */
  private static List<String> broken(List<Effect> effects) {
    Map<String, Double> now = new HashMap<>();
    List<String> broken = new ArrayList<>();
    for (Effect effect : effects) {
      now.put(effect.channel(), effect.value());
      boolean pumpsAgainstValve = isOn(now, "pump") && !isOn(now, "valve");
      boolean heatsAndCools = isOn(now, "heater") && isOn(now, "cooler");
      if (pumpsAgainstValve || heatsAndCools) {
        broken.add(effect + " with " + now);
      }
    }
    return broken;
  }

  private static boolean isOn(Map<String, Double> now, String output) {
    return now.getOrDefault(output, 0.0) != 0;
  }

  /** Sends its share of commands at random and counts how they ended. */
  private record Client(int port, Random random, String name)
      implements Callable<Map<String, Integer>> {

    @Override
    public Map<String, Integer> call() throws InterruptedException {
      Map<String, Integer> ends = new HashMap<>();
      Set<String> open = new HashSet<>();
      try (WsClient client = new WsClient(port, "v1.json.ferrule.dev")) {
        int sent = 0;
        while (sent < COMMANDS / CLIENTS || !open.isEmpty()) {
          while (sent < COMMANDS / CLIENTS && open.size() < WINDOW) {
            String id = name + sent++;
            open.add(id);
            client.send(
                "{\"t\":\"command\",\"id\":\"%s\",\"channel\":\"%s\",\"value\":%d}"
                    .formatted(id, OUTPUTS.get(random.nextInt(OUTPUTS.size())), random.nextInt(2)));
          }
          JsonNode told = client.text("command");
          String state = told.path("state").asText();
          boolean end =
              Set.of("confirmed", "rejected", "failed", "expired", "unknown").contains(state);
          if (end && open.remove(told.path("id").asText())) {
            String how = told.path("reason").asText(state);
            ends.merge(how.isEmpty() ? state : how, 1, Integer::sum);
          }
        }
      }
      return ends;
    }
  }
}
