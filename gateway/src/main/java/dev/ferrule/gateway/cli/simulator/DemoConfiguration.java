package dev.ferrule.gateway.cli.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.gateway.config.Configuration;
import dev.ferrule.gateway.config.device.DeviceConfiguration;
import dev.ferrule.gateway.config.device.DriverSettings;
import dev.ferrule.gateway.device.firmware.FirmwareSettings;
import dev.ferrule.gateway.device.serial.SerialSettings;
import dev.ferrule.gateway.json.JsonTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The configuration that somebody with the simulated boards on the desk would have written. */
public final class DemoConfiguration {

  private DemoConfiguration() {}

  /**
   * Makes it from what the simulator said.
   *
   * @param ready the simulator's line: {@code
   *     {"event":"ready","boards":[{"name","driver","link","baud"}]}}; boards of another driver
   *     than {@code firmware} are left out
   */
  public static Configuration of(String ready, Path data) throws IOException {
    JsonNode said = JsonTree.read(ready);
    if (!said.path("event").asText().equals("ready")) {
      throw new IOException("the simulator said: " + ready);
    }
    List<DeviceConfiguration> devices = new ArrayList<>();
    for (JsonNode board : said.path("boards")) {
      if (board.path("driver").asText().equals("firmware")) {
        devices.add(device(board));
      }
    }
    return Configuration.of("Greenhouse", data, devices);
  }

  private static DeviceConfiguration device(JsonNode board) {
    String id = board.path("name").asText();
    int baud = board.path("baud").asInt();
    var serial =
        new SerialSettings(
            board.path("link").asText(), baud == 0 ? SerialSettings.DEFAULT_BAUD : baud);
    String name = Character.toUpperCase(id.charAt(0)) + id.substring(1);
    return new DeviceConfiguration(
        id, name, "", Optional.of(serial), new DriverSettings.Firmware(FirmwareSettings.DEFAULT));
  }
}
