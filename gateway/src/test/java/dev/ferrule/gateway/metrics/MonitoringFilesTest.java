package dev.ferrule.gateway.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.ferrule.gateway.history.file.HistoryStatus;
import dev.ferrule.gateway.loop.ManualLoop;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandRecord;
import dev.ferrule.gateway.model.CommandState;
import dev.ferrule.gateway.model.Commits;
import dev.ferrule.gateway.registry.Registry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is delivered for Prometheus and Grafana asks for figures that there are. */
class MonitoringFilesTest {

  private static final Pattern FIGURE = Pattern.compile("(?:ferrule|jvm|process)_[a-z_]+");

  @Test
  void askForFiguresThatThereAre() throws Exception {
    String told = everything();
    var missing = new TreeSet<String>();
    for (String file : new String[] {"prometheus/ferrule-alerts.yaml", "grafana/ferrule.json"}) {
      Matcher figure = FIGURE.matcher(Files.readString(Path.of("../config", file)));
      while (figure.find()) {
        if (!told.contains("\n" + figure.group())) {
          missing.add(figure.group());
        }
      }
    }
    assertEquals(new TreeSet<String>(), missing);
  }

  @Test
  void areOfTheirForms() throws Exception {
    JsonNode rules =
        new ObjectMapper(new YAMLFactory())
            .readTree(Path.of("../config/prometheus/ferrule-alerts.yaml").toFile());
    for (JsonNode rule : rules.path("groups").path(0).path("rules")) {
      assertTrue(rule.has("alert") && rule.has("expr"), rule.toString());
      assertTrue(rule.path("annotations").has("summary"), rule.toString());
    }
    JsonNode board =
        new ObjectMapper().readTree(Path.of("../config/grafana/ferrule.json").toFile());
    assertEquals(10, board.path("panels").size());
  }

  private static String everything() {
    ManualLoop loop = new ManualLoop();
    var registry = new Registry(loop);
    var metrics = new Metrics("1");
    DeviceMetrics devices = metrics.devices();
    registry.feed("boiler", "Boiler", "text", "test", (_, _) -> {});
    registry.listen(devices);
    metrics.clients(() -> 0);
    metrics.clock(() -> true);
    metrics.history(
        () ->
            new HistoryStatus(
                HistoryStatus.State.ON, "", 0, 0, 0, 0, 0, Duration.ZERO, Commits.NONE));
    metrics.upstream(List.of("home"), List::of);
    var command =
        new Command(
            "web-00000001", new ChannelId("boiler", "pump"), 1, Duration.ofSeconds(3), "", "x");
    var asked = new CommandState.Requested();
    devices.command(new CommandRecord(command, asked, 0));
    devices.command(
        new CommandRecord(
            command, asked.rejected(CommandState.Reason.STALE, "", Duration.ZERO), 1));
    return "\n" + metrics.text();
  }
}
