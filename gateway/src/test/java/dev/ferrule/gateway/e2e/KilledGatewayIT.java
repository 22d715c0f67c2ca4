package dev.ferrule.gateway.e2e;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.gateway.ledger.Event;
import dev.ferrule.gateway.ledger.LedgerReader;
import dev.ferrule.gateway.ledger.Verdict;
import dev.ferrule.sim.SimBoard;
import dev.ferrule.sim.Simulation;
import dev.ferrule.sim.board.Effect;
import dev.ferrule.sim.loop.SimClock;
import dev.ferrule.sim.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway that is killed (SIGKILL) at random moments while a client commands it. Outside of it
 * stand the client, which knows what it was told, and the board, which knows what it did. How often
 * says {@code -Dkills=N}, and what happened before {@code -Dseed=N}.
 */
@Timeout(7_200)
class KilledGatewayIT {

  private static final int KILLS = Integer.getInteger("kills", 20);

  /** From the first command after a start to the kill, milliseconds at most. */
  private static final int LIFE = 1_000;

  private static final Set<String> ENDS =
      Set.of("confirmed", "rejected", "failed", "expired", "unknown");

  @TempDir private Path temp;

  /** What the client was told last of each id, which is of the value with the same number. */
  private final Map<Integer, String> told = new LinkedHashMap<>();

  private final List<String> wrong = new ArrayList<>();
  private final AtomicInteger unanswered = new AtomicInteger();
  private int next = 1;

  @Test
  void losesNothingThatItAcknowledgedAndDoesNothingTwice() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    var random = new Random(seed);
    var scenario =
        Scenario.parse(
            """
            boards:
              - name: doser
                driver: firmware
                channels:
                  - {key: dose, access: rw, min: 0, max: 1000000, period: 20ms}
            """);
    try (var simulation = Simulation.start(scenario, temp, SimClock.system())) {
      SimBoard board = simulation.board("doser");
      Path file =
          Files.writeString(
              temp.resolve("g.yaml"),
              """
              gateway: {data: %s}
              http: {port: 0}
              devices:
                doser: {driver: firmware, port: %s}
              """
                  .formatted(temp.resolve("data"), board.link()));
      for (int kill = 0; kill <= KILLS; kill++) {
        run(file, random, kill < KILLS);
      }
      judge(board.effects(), "seed " + seed);
    }
  }

  /** One life of the gateway. */
  private void run(Path file, Random random, boolean isKilled) throws Exception {
    try (Program gateway = Program.ferrule(temp, "run", "--config", file.toString())) {
      var rest = new Rest(gateway.await("Dashboard: (http://127.0.0.1:\\d+)/").group(1));
      gateway.await("doser is up");
      askAgain(rest);
      Thread killer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      TimeUnit.MILLISECONDS.sleep(random.nextInt(LIFE));
                      if (isKilled) {
                        gateway.kill();
                      }
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
      command(rest, killer);
      killer.join();
      if (!isKilled) {
        assertEquals(143, gateway.terminate());
      }
    }
  }

  /** What the last run was asked for: the same answer, or one that it may not have lost. */
  private void askAgain(Rest rest) throws IOException, InterruptedException {
    for (Map.Entry<Integer, String> one : told.entrySet()) {
      String before = one.getValue();
      boolean isRecent = one.getKey() > next - 50;
      if (isRecent) {
        JsonNode now = rest.command(id(one.getKey()), "doser.dose", one.getKey());
        String state = now.path("state").asText();
        if (ENDS.contains(before) && !before.equals(state)) {
          wrong.add(one + " is now " + now);
        }
        if (Set.of("admitted", "written", "acknowledged").contains(before)
            && !state.equals("unknown")) {
          wrong.add(one + " had no end, and is now " + now);
        }
        one.setValue(state);
      }
    }
  }

  /** Commands one after the other until nobody answers. */
  private void command(Rest rest, Thread killer) throws InterruptedException {
    while (killer.isAlive()) {
      int value = next++;
      told.put(value, "");
      try {
        told.put(value, rest.submit(id(value), "doser.dose", value).path("state").asText());
        told.put(value, rest.command(id(value), "doser.dose", value).path("state").asText());
      } catch (IOException e) {
        unanswered.incrementAndGet();
        return;
      }
    }
  }

  private static String id(int value) {
    return "command-%06d".formatted(value);
  }

  private void judge(List<Effect> effects, String seed) throws Exception {
    Map<Double, Long> times =
        effects.stream()
            .filter(effect -> effect.cause() == Effect.Cause.COMMAND && effect.value() > 0)
            .collect(groupingBy(Effect::value, counting()));
    List<Double> twice =
        times.entrySet().stream().filter(one -> one.getValue() > 1).map(Map.Entry::getKey).toList();
    Map<String, Long> ends =
        new TreeMap<>(told.values().stream().collect(groupingBy(state -> state, counting())));
    List<Integer> unseen =
        told.entrySet().stream()
            .filter(one -> one.getValue().equals("confirmed"))
            .map(Map.Entry::getKey)
            .filter(value -> !times.containsKey((double) value))
            .toList();
    Verdict verdict;
    long starts;
    try (var reader = LedgerReader.open(temp.resolve("data"))) {
      verdict = reader.verify("");
      starts = starts(reader);
    }
    System.out.printf(
        "%s: %d kills, %d commands, %d without an answer, %s, %d effects, %d records, twice %s%n",
        seed, KILLS, told.size(), unanswered.get(), ends, times.size(), verdict.last(), twice);
    assertAll(
        seed,
        () -> assertEquals(List.of(), wrong, "answers that were lost or changed"),
        () -> assertEquals(List.of(), twice, "executed twice"),
        () -> assertEquals(List.of(), unseen, "confirmed and never done"),
        () -> assertTrue(verdict.isSound(), verdict::toString),
        () -> assertTrue(ends.getOrDefault("confirmed", 0L) > KILLS, ends::toString),
        () -> assertEquals(1 + KILLS, starts));
  }

  /** How often it says that the gateway started, however many commands came in between. */
  private static long starts(LedgerReader reader) throws Exception {
    var search =
        new LedgerReader.Search(
            OptionalLong.empty(),
            OptionalLong.empty(),
            List.of(),
            Optional.of(Event.Kind.GATEWAY),
            true,
            OptionalLong.empty(),
            OptionalLong.empty(),
            LedgerReader.MOST);
    return reader.find(search).stream().filter(one -> one.entry().word().equals("started")).count();
  }
}
