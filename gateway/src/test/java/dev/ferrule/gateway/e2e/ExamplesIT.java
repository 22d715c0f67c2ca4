package dev.ferrule.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.sim.Simulation;
import dev.ferrule.sim.loop.SimClock;
import dev.ferrule.sim.scenario.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each example of a driver against its simulated counterpart, in {@code config/scenarios} or in the
 * gateway itself: the packaged gateway reads every channel of it and moves every output.
 */
@Timeout(300)
class ExamplesIT {

  private static final Path CONFIG = Path.of("../config");
  private static final Pattern PORT = Pattern.compile("(?m)^    (?:port|chip): (\\S+)");
  private static final Pattern LINK = Pattern.compile("/tmp/ferrule-sim/([a-z]+)");

  @TempDir private Path temp;

  @ParameterizedTest
  @ValueSource(
      strings = {"firmware-board", "text-board", "nmea-instruments", "modbus-line", "gpio"})
  void theExampleWorksWithItsScenario(String name) throws Exception {
    String scenario = Files.readString(CONFIG.resolve("scenarios/" + name + ".yaml"));
    String example = Files.readString(CONFIG.resolve("examples/" + name + ".yaml"));
    try (var _ = Simulation.start(Scenario.parse(scenario), temp, SimClock.system())) {
      everyChannelAndOutputWorks(plugged(example, scenario));
    }
  }

  @Test
  void theHeaderOfPiWorksWithoutOne() throws Exception {
    String example = Files.readString(CONFIG.resolve("examples/gpio.yaml"));
    String simulated = example.replaceFirst("chip: header", "chip: simulated");
    everyChannelAndOutputWorks(Files.writeString(temp.resolve("gateway.yaml"), simulated));
  }

  private void everyChannelAndOutputWorks(Path file) throws Exception {
    try (Program gateway =
        Program.ferrule(
            temp,
            "run",
            "--config",
            file.toString(),
            "--http-port",
            "0",
            "--data",
            temp.resolve("data").toString())) {
      var rest = new Rest(gateway.await("Dashboard: (http://\\S+?)/?\\s").group(1));
      for (JsonNode device : rest.get("/api/v1/devices").path("devices")) {
        gateway.await(device.path("id").asText() + " is up");
      }
      JsonNode channels = rest.get("/api/v1/channels").path("channels");
      assertFalse(channels.isEmpty());
      for (JsonNode channel : channels) {
        String id = channel.path("id").asText();
        rest.reading(id);
        if (channel.path("access").asText().contains("w")) {
          JsonNode end = rest.command(id, 1);
          assertEquals("confirmed", end.path("state").asText(), () -> id + ": " + end);
        }
      }
    }
  }

  /** The example with the links that its scenario's own comment names, in their order. */
  private Path plugged(String example, String scenario) throws Exception {
    var links = LINK.matcher(scenario).results().map(link -> link.group(1)).toList();
    var ports = PORT.matcher(example).results().toList();
    var text = new StringBuilder(example);
    for (int i = ports.size() - 1; i >= 0; i--) {
      String link = temp.resolve(links.get(Math.min(i, links.size() - 1))).toString();
      text.replace(ports.get(i).start(1), ports.get(i).end(1), link);
    }
    return Files.writeString(temp.resolve("gateway.yaml"), text);
  }
}
