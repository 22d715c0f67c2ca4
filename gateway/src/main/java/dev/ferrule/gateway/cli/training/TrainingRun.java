package dev.ferrule.gateway.cli.training;

import dev.ferrule.gateway.app.Gateway;
import dev.ferrule.gateway.cli.simulator.DemoDirectory;
import dev.ferrule.gateway.cli.simulator.SimulatorProcess;
import dev.ferrule.gateway.config.Configuration;
import dev.ferrule.gateway.config.ConfigurationFile;
import dev.ferrule.gateway.config.Loaded;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One run: starts everything, keeps it busy for some seconds, stops it, leaves nothing behind. */
public final class TrainingRun {

  private static final List<String> PAGES =
      List.of("/", "/app/main.js", "/api/v1/devices", "/api/v1/readings", "/health/live");

  private static final List<String> SUBPROTOCOLS =
      List.of("v1.bin.ferrule.dev", "v1.json.ferrule.dev");

  private static final List<String> OUTPUTS = List.of("firmware.lamp", "text.lamp", "modbus.lamp");
  private static final int TURNS = 100;
  private static final int TURN_MS = 50;

  private TrainingRun() {}

  /** Goes through it, on the calling thread. */
  public static void run() throws IOException, InterruptedException {
    try (DemoDirectory directory =
        DemoDirectory.create(Path.of(System.getProperty("java.io.tmpdir")))) {
      Path lines = directory.lines();
      Path boards = directory.data().resolveSibling("boards.yaml");
      Path file = directory.data().resolveSibling("ferrule.yaml");
      Files.writeString(boards, resource("boards.yaml"));
      Files.writeString(
          file,
          resource("ferrule.yaml")
              .replace("LINES", lines.toString())
              .replace("DATA", directory.data().toString()));
      try (SimulatorProcess simulator =
              SimulatorProcess.piped(List.of(boards + "", "--json", "--dir", lines.toString()));
          Gateway gateway = Gateway.start(load(file))) {
        simulator.firstLine();
        use(gateway.port());
      }
    }
  }

  private static void use(int port) throws IOException, InterruptedException {
    for (String page : PAGES) {
      TrainingClient.get(port, page);
    }
    for (String subprotocol : SUBPROTOCOLS) {
      try (var client = new TrainingClient(port, subprotocol)) {
        client.send("{\"t\":\"subscribe\",\"channels\":[\"*\"]}");
        for (int turn = 0; turn < TURNS; turn++) {
          Thread.sleep(TURN_MS);
          String output = OUTPUTS.get(turn % OUTPUTS.size());
          int value = turn / OUTPUTS.size() % 2;
          client.send(
              "{\"t\":\"command\",\"id\":\"%s-%05d\",\"channel\":\"%s\",\"value\":%d}"
                  .formatted(subprotocol.substring(3, 6), turn, output, value));
        }
      }
    }
  }

  private static Configuration load(Path file) {
    if (ConfigurationFile.load(file) instanceof Loaded.Valid(Configuration configuration)) {
      return configuration;
    }
    throw new IllegalStateException("the configuration of the training is wrong");
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = TrainingRun.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException(name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
