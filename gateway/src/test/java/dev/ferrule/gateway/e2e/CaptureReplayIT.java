package dev.ferrule.gateway.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.protocol.Bytes;
import dev.ferrule.protocol.capture.CaptureEvent;
import dev.ferrule.protocol.capture.CaptureEvent.Direction;
import dev.ferrule.protocol.capture.CaptureReader;
import dev.ferrule.sim.SimBoard;
import dev.ferrule.sim.Simulation;
import dev.ferrule.sim.loop.SimClock;
import dev.ferrule.sim.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What one packaged gateway captured, another hears again: the same readings, without the board.
 */
@Timeout(300)
class CaptureReplayIT {

  private static final String SCENARIO =
      """
      boards:
        - name: weather
          driver: text
          channels:
            - {key: temp, decimals: 2, period: 50ms, wave: {shape: ramp, from: 10, to: 90, period: 60s}}
            - {key: lamp, kind: switch, access: rw, period: 0s}
      """;

  private static final String CHANNELS =
      """
          channels:
            temp: {decimals: 2, period: 50ms}
            lamp: {kind: switch, write: "lamp={value}", safe: 0}
      """;

  private static final Pattern SAID = Pattern.compile("temp=([0-9.]+)\\s");
  private static final Pattern READ =
      Pattern.compile("\"value\":([0-9.]+),\"unit\":\"\",\"quality\":\"good\"");

  @TempDir private Path temp;

  private final List<Program> programs = new ArrayList<>();

  @AfterEach
  void stop() {
    programs.reversed().forEach(Program::close);
  }

  @Test
  void anotherGatewayReadsTheSameOutOfACapture() throws Exception {
    Path capture = temp.resolve("weather.capture");
    try (var simulation = Simulation.start(Scenario.parse(SCENARIO), temp, SimClock.system())) {
      capture(simulation.board("weather"), capture);
    }
    String captured = Files.readString(capture);
    List<Double> said = numbers(SAID, said(capture));
    assertTrue(said.size() > 40, captured);
    assertTrue(captured.contains(" > lamp=1\\n\n"), captured);
    assertTrue(
        Pattern.compile("close unplugged.*\n\\S+ open\n").matcher(captured).find(), captured);

    String replayed = gateway("second", temp.resolve("replay"));
    Program watch = started("watch", "weather.temp", "--json", "--url", replayed);
    Program sim = started("sim", "--replay", capture.toString(), "--dir", temp.toString());
    assertEquals(0, sim.exitCode(), sim.said());
    assertTrue(sim.said().contains("played "), sim.said());
    assertFalse(sim.said().contains("to nobody"), sim.said());

    Path again = temp.resolve("again.capture");
    Program capturing =
        started(
            "capture", "--device", "weather", "--for", "0s", "-o", "" + again, "--url", replayed);
    assertEquals(0, capturing.exitCode(), capturing.said());
    assertEquals(said(capture), said(again));
    watch.await("\"value\":" + last(SAID, said(capture)) + ",\"unit\":\"\",\"quality\":\"good\"");
    List<Double> read = numbers(READ, watch.said());
    assertTrue(read.size() > 0.8 * said.size(), read.size() + " of " + said.size());
    assertTrue(isInOrder(read, said), () -> read + " of " + said);
  }

  /** Whether each of some is among all, in the same order: what came in one burst may be merged. */
  private static boolean isInOrder(List<Double> some, List<Double> all) {
    int at = 0;
    for (Double value : some) {
      int found = all.subList(at, all.size()).indexOf(value);
      if (found < 0) {
        return false;
      }
      at += found + 1;
    }
    return true;
  }

  private static String last(Pattern pattern, String text) {
    return pattern.matcher(text).results().reduce((_, next) -> next).orElseThrow().group(1);
  }

  /** All that the device says in a capture. */
  private static String said(Path capture) throws IOException {
    var said = new StringBuilder();
    try (var reader = CaptureReader.open(capture)) {
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        if (next.get() instanceof CaptureEvent.Data(_, Direction way, Bytes bytes)
            && way == Direction.FROM_DEVICE) {
          said.append(new String(bytes.toArray(), ISO_8859_1));
        }
      }
    }
    return said.toString();
  }

  /** Captures some seconds of a board, with a command and an unplug in them. */
  private void capture(SimBoard board, Path capture) throws Exception {
    String address = gateway("first", board.link());
    programs.getLast().await("weather is up");
    Program capturing =
        started(
            "capture", "--device", "weather", "--for", "4s", "-o", "" + capture, "--url", address);
    Program send = started("send", "weather.lamp", "1", "--wait", "--url", address);
    assertEquals(0, send.exitCode(), send.said());
    board.unplug();
    programs.getFirst().await("weather is down");
    board.replug();
    assertEquals(0, capturing.exitCode(), capturing.said());
    assertTrue(capturing.said().contains("bytes from the device"), capturing.said());
    programs.getFirst().terminate();
  }

  /** Starts a gateway for the board on a port; its address. */
  private String gateway(String name, Path port) throws Exception {
    Path file =
        Files.writeString(
            temp.resolve(name + ".yaml"),
            """
            gateway: {data: %s}
            http: {port: 0}
            devices:
              weather:
                driver: text
                port: %s
            """
                    .formatted(temp.resolve(name), port)
                + CHANNELS);
    Program gateway = started("run", "--config", file.toString());
    return gateway.await("Dashboard: (http://\\S+?)/?\\s").group(1);
  }

  private Program started(String... arguments) throws IOException {
    Program program = Program.ferrule(temp, arguments);
    programs.add(program);
    return program;
  }

  private static List<Double> numbers(Pattern pattern, String text) {
    List<Double> numbers = new ArrayList<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      numbers.add(Double.parseDouble(matcher.group(1)));
    }
    return numbers;
  }
}
