package dev.ferrule.gateway.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ferrule.gateway.app.Gateway;
import dev.ferrule.gateway.config.Configuration;
import dev.ferrule.gateway.config.ConfigurationFile;
import dev.ferrule.gateway.config.Loaded;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code ferrule train}: a short life of a gateway, from start to stop, which {@code ferrule aot}
 * watches to learn what a start needs. Serves nobody and leaves nothing behind.
 */
@Command(
    name = "train",
    hidden = true,
    description = "Lives through a start and a stop, for ferrule aot to learn from.")
final class TrainCommand implements Callable<Integer> {

  private static final List<String> PAGES =
      List.of("/", "/app/main.js", "/api/v1/devices", "/api/v1/readings", "/health/live");

  /** One board that is never there: its line is opened in vain, as on many first starts. */
  private static final String CONFIGURATION =
      """
      gateway: {name: Training, data: %1$s}
      http: {port: 0}
      devices: {board: {driver: firmware, port: %1$s/board}}
      """;

  @Override
  public Integer call() throws IOException {
    Path data = Files.createTempDirectory("ferrule-train");
    Path file = data.resolve("ferrule.yaml");
    Files.writeString(file, CONFIGURATION.formatted(data));
    try (Gateway gateway = Gateway.start(load(file))) {
      for (String page : PAGES) {
        get(gateway.port(), page, "");
      }
      get(
          gateway.port(),
          "/ws/v1",
          "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dHJhaW4gdHJhaW4gdHJhaQ==\r\n");
    } finally {
      Files.delete(file);
      Files.deleteIfExists(data);
    }
    return ExitCode.OK;
  }

  private static Configuration load(Path file) {
    if (ConfigurationFile.load(file) instanceof Loaded.Valid(Configuration configuration)) {
      return configuration;
    }
    throw new IllegalStateException("the configuration of the training is wrong");
  }

  private static void get(int port, String path, String headers) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      String connection = headers.isEmpty() ? "close" : "Upgrade";
      OutputStream out = socket.getOutputStream();
      out.write(
          ("GET "
                  + path
                  + " HTTP/1.1\r\nHost: 127.0.0.1:"
                  + port
                  + "\r\nConnection: "
                  + connection
                  + "\r\n"
                  + headers
                  + "\r\n")
              .getBytes(US_ASCII));
      InputStream in = socket.getInputStream();
      byte[] answer = new byte[4096];
      int length = in.read(answer);
      while (length > 0 && headers.isEmpty()) {
        length = in.read(answer);
      }
    }
  }
}
