package dev.ferrule.gateway.app;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferrule.gateway.clock.WallClock;
import dev.ferrule.gateway.config.ConfigurationFile;
import dev.ferrule.gateway.config.Loaded;
import dev.ferrule.sim.Simulation;
import dev.ferrule.sim.loop.SimClock;
import dev.ferrule.sim.scenario.Scenario;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole gateway on a machine whose clock is wrong, with a GPS on a real pseudo-terminal. */
class TimeSourceIT {

  private static final Duration WRONG = Duration.ofHours(3);
  private static final Duration NEAR = Duration.ofSeconds(20);

  private static final String SCENARIO =
      """
      boards:
        - name: gps
          driver: nmea
          channels:
            - {key: latitude, period: 50ms, wave: -48.1}
            - {key: longitude, period: 50ms, wave: 11.5}
        - name: desk
          driver: text
          channels:
            - {key: temp, decimals: 1, period: 50ms, wave: 21.5}
      """;

  private static final String CONFIGURATION =
      """
      gateway: {data: %s, time: gps}
      http: {port: 0}
      devices:
        gps: {driver: nmea, port: %s}
        desk: {driver: text, port: %s, channels: {temp: {unit: Cel, period: 1s}}}
      """;

  @TempDir private Path temp;

  private final HttpClient http = HttpClient.newHttpClient();

  /** Behind, as a Pi is at boot, and ahead: time is turned forward and back. */
  @ParameterizedTest
  @ValueSource(longs = {-1, 1})
  void stampsEveryDeviceWithTheTimeOfTheSatellites(long sign) throws Exception {
    long ahead = sign * WRONG.toMillis();
    run(
        false,
        ahead,
        port -> {
          String first = await(port, ahead);
          String corrected = await(port, 0);
          System.out.println("temp was of " + first + ", then of " + corrected);
        });
  }

  @Test
  void leavesAClockThatIsKept() throws Exception {
    run(
        true,
        WRONG.toMillis(),
        port -> {
          await(port, WRONG.toMillis());
          Instant until = Instant.now().plusSeconds(2);
          while (Instant.now().isBefore(until)) {
            assertTrue(isNear(time(port), WRONG.toMillis()), "turned back");
          }
        });
  }

  private interface Look {
    void at(int port) throws Exception;
  }

  private void run(boolean kept, long aheadMillis, Look look) throws Exception {
    var clock =
        new WallClock(
            Optional.of("gps"),
            () -> kept,
            () -> System.currentTimeMillis() + aheadMillis,
            System::nanoTime);
    try (Simulation boards = Simulation.start(Scenario.parse(SCENARIO), temp, SimClock.system())) {
      String text =
          CONFIGURATION.formatted(
              temp.resolve("data"), boards.board("gps").link(), boards.board("desk").link());
      Loaded.Valid valid = assertInstanceOf(Loaded.Valid.class, ConfigurationFile.parse(text));
      try (Gateway gateway = Gateway.start(valid.configuration(), "", clock)) {
        look.at(gateway.port());
      }
    }
  }

  /** Waits for a reading of the text board that is stamped with a time so far ahead of the true. */
  private String await(int port, long aheadMillis) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    String last = "";
    while (System.nanoTime() < deadline) {
      last = time(port);
      if (isNear(last, aheadMillis)) {
        return last;
      }
      Thread.sleep(5);
    }
    throw new AssertionError("the last reading is of " + last);
  }

  private static boolean isNear(String time, long aheadMillis) {
    return !time.isEmpty()
        && Duration.between(Instant.now().plusMillis(aheadMillis), Instant.parse(time))
                .abs()
                .compareTo(NEAR)
            < 0;
  }

  /** When the newest reading of the text board was; empty before there is one. */
  private String time(int port) throws Exception {
    HttpRequest ask =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/api/v1/readings?channels=desk.temp"))
            .timeout(Duration.ofSeconds(5))
            .build();
    JsonNode answer = new ObjectMapper().readTree(http.send(ask, BodyHandlers.ofString()).body());
    return answer.path("readings").path(0).path("time").asText();
  }
}
