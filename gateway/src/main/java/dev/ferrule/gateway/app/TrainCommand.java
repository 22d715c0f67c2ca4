package dev.ferrule.gateway.app;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ferrule.gateway.config.Configuration;
import dev.ferrule.gateway.config.DeviceConfiguration;
import dev.ferrule.gateway.device.firmware.FirmwareSettings;
import dev.ferrule.gateway.device.serial.SerialSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

  @Override
  public Integer call() throws IOException {
    Path data = Files.createTempDirectory("ferrule-train");
    try (Gateway gateway = Gateway.start(configuration(data))) {
      for (String page : PAGES) {
        get(gateway.port(), page, "");
      }
      get(
          gateway.port(),
          "/ws/v1",
          "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dHJhaW4gdHJhaW4gdHJhaQ==\r\n");
    } finally {
      Files.deleteIfExists(data);
    }
    return ExitCode.OK;
  }

  /** One board that is never there: its line is opened in vain, as on many first starts. */
  private static Configuration configuration(Path data) {
    var board =
        new DeviceConfiguration(
            "board",
            "Board",
            Optional.of(
                new SerialSettings(data.resolve("board").toString(), SerialSettings.DEFAULT_BAUD)),
            new DeviceConfiguration.Driver.Firmware(new FirmwareSettings(Duration.ofSeconds(2))));
    return Configuration.of("Training", data, List.of(board)).withHttpPort(0);
  }

  private static void get(int port, String path, String headers) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(1_000);
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
