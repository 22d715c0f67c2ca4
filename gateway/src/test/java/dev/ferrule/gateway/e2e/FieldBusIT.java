package dev.ferrule.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.sim.SimBoard;
import dev.ferrule.sim.Simulation;
import dev.ferrule.sim.loop.SimClock;
import dev.ferrule.sim.scenario.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged gateway with three units that share a Modbus line, one of them dead, and a GPS. */
@Timeout(300)
class FieldBusIT {

  private static final String SCENARIO =
      """
      boards:
        - name: line
          driver: modbus-rtu
          baud: 19200
          channels:
            - {key: power, unit_id: 1, input: 12, kind: float, wave: 230.1}
            - {key: target, unit_id: 2, holding: 103, decimals: 1, max: 50, access: rw}
            - {key: run, unit_id: 2, coil: 0, kind: switch, access: rw}
        - name: gps
          driver: nmea
          baud: 4800
          channels:
            - {key: latitude, wave: 48.1173}
            - {key: longitude, wave: 11.5}
      """;

  @TempDir private Path temp;

  private Simulation simulation;
  private Program gateway;
  private Rest rest;

  @BeforeEach
  void start() throws Exception {
    simulation = Simulation.start(Scenario.parse(SCENARIO), temp, SimClock.system());
    Path file =
        Files.writeString(
            temp.resolve("gateway.yaml"),
            """
            gateway: {name: Field, data: %1$s/data}
            http: {port: 0}
            devices:
              meter:
                driver: modbus-rtu
                port: %1$s/line
                unit: 1
                channels: {power: {input: 12, type: float32, unit: W}}
              inverter:
                driver: modbus-rtu
                port: %1$s/line
                unit: 2
                channels:
                  target: {holding: 103, scale: 0.1, unit: Hz, min: 0, max: 60, write: true, safe: 0}
                  run: {coil: 0, write: true, safe: 0}
              gone:
                driver: modbus-rtu
                port: %1$s/line
                unit: 3
                channels: {power: {input: 0}}
              gps: {driver: nmea, port: %1$s/gps}
            """
                .formatted(temp));
    gateway = Program.ferrule(temp, "run", "--config", file.toString());
    rest = new Rest(gateway.await("Dashboard: (http://\\S+?)/?\\s").group(1));
    gateway.await("meter is up");
    gateway.await("inverter is up");
    gateway.await("gps is up");
    gateway.await("gone is silent: unit 3: does not answer");
  }

  @AfterEach
  void stop() {
    gateway.close();
    simulation.close();
  }

  @Test
  void readingsComeCommandsAreConfirmedAndTheEndIsSafe() throws Exception {
    SimBoard line = simulation.board("line");
    assertEquals(230.1, rest.value("meter.power"));
    assertEquals(48.1173, rest.value("gps.latitude"), 1e-6);

    assertEquals("confirmed", rest.command("inverter.target", 42.5).path("state").asText());
    assertEquals(42.5, line.value("target"));
    assertEquals("confirmed", rest.command("inverter.run", 1).path("state").asText());
    JsonNode refused = rest.command("inverter.target", 55);
    assertEquals("rejected", refused.path("state").asText());
    assertTrue(refused.toString().contains("illegal data value (3)"), refused.toString());
    JsonNode stale = rest.command("gone.power", 1);
    assertEquals("rejected", stale.path("state").asText());

    gateway.terminate();
    assertTrue(line.await(b -> b.value("run") == 0, Duration.ofSeconds(2)), "still running");
    assertTrue(line.await(b -> b.value("target") == 0, Duration.ofSeconds(2)), "still 42.5 Hz");
  }

  @Test
  void outputsAreSafeAgainWhenALineComesBack() throws Exception {
    SimBoard line = simulation.board("line");
    assertEquals("confirmed", rest.command("inverter.run", 1).path("state").asText());
    line.unplug();
    gateway.await("inverter is (?!up)");
    assertEquals("rejected", rest.command("inverter.run", 1).path("state").asText());
    assertEquals(1, line.value("run"), "nobody can reach it");

    line.replug();
    assertTrue(line.await(b -> b.value("run") == 0, Duration.ofSeconds(10)), "still running");
  }
}
