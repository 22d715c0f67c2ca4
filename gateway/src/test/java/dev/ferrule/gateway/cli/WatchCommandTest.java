package dev.ferrule.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.app.ServingFixture;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.stream.StreamSettings;
import dev.ferrule.protocol.Quality;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code ferrule watch} against a real server. */
class WatchCommandTest {

  private static final long NOON = 1_795_348_800_000L;

  private final ServingFixture server = new ServingFixture(StreamSettings.DEFAULT, 1, "climate");

  @BeforeEach
  void aGreenhouse() {
    server.up("climate", Channels.sensor("climate", "temp"), Channels.relay("climate", "pump"));
    server.read("climate", ReadingBatch.single(0, NOON, 21.5, (byte) Quality.GOOD));
    server.read(
        "climate",
        ReadingBatch.single(1, NOON + 250, 1, (byte) Quality.of(Quality.STALE, Quality.LINK_DOWN)));
    server.settle();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void printsOneObjectForEachReading() {
    var run = watch("--json", "--count", "2");

    assertAll(
        () -> assertEquals(0, run.exitCode(), run.err()),
        () ->
            assertEquals(
                List.of(
                    "{\"time\":\"2026-11-22T12:00:00.000Z\",\"channel\":\"climate.temp\",\"value\":21.5,\"unit\":\"Cel\",\"quality\":\"good\"}",
                    "{\"time\":\"2026-11-22T12:00:00.250Z\",\"channel\":\"climate.pump\",\"value\":1,\"unit\":\"\",\"quality\":\"stale: link down\"}"),
                run.out().lines().toList()));
  }

  @Test
  void printsLinesForPeopleWithoutATerminal() {
    var run = watch("climate.temp", "-n", "1");

    assertTrue(
        run.out().matches("\\d\\d:\\d\\d:00\\.000  climate\\.temp {13}21\\.5 °C\n"), run.out());
  }

  @Test
  void showsThePatternsOnly() {
    var run = watch("*.pump", "--json", "-n", "1");

    assertTrue(run.out().contains("climate.pump"), run.out());
  }

  @Test
  void refusesARateThatTheServerWouldRefuse() {
    assertAll(
        () -> assertEquals(2, watch("--rate", "0").exitCode()),
        () -> assertEquals(2, watch("--rate", "5000").exitCode()),
        () -> assertEquals(2, watch("--rate", "often").exitCode()));
  }

  private CommandRun watch(String... arguments) {
    List<String> all =
        new ArrayList<>(List.of("watch", "--url", "http://127.0.0.1:" + server.port()));
    all.addAll(List.of(arguments));
    return CommandRun.of(all.toArray(String[]::new));
  }
}
