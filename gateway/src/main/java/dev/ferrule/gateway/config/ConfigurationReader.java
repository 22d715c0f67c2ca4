package dev.ferrule.gateway.config;

import dev.ferrule.gateway.command.Rules;
import dev.ferrule.gateway.config.device.DeviceConfiguration;
import dev.ferrule.gateway.config.device.DriverSettings;
import dev.ferrule.gateway.config.device.ExpectReader;
import dev.ferrule.gateway.config.device.GpioDeviceReader;
import dev.ferrule.gateway.config.device.ModbusDeviceReader;
import dev.ferrule.gateway.config.device.NmeaDeviceReader;
import dev.ferrule.gateway.config.device.PortSharing;
import dev.ferrule.gateway.config.device.SerialReader;
import dev.ferrule.gateway.config.device.TextDeviceReader;
import dev.ferrule.gateway.config.yaml.Section;
import dev.ferrule.gateway.device.firmware.ExpectedBoard;
import dev.ferrule.gateway.device.firmware.FirmwareSettings;
import dev.ferrule.gateway.device.modbus.ModbusSettings;
import dev.ferrule.gateway.device.nmea.NmeaSettings;
import dev.ferrule.gateway.device.serial.RecorderSettings;
import dev.ferrule.gateway.device.serial.SerialSettings;
import dev.ferrule.gateway.history.file.HistorySettings;
import dev.ferrule.gateway.ledger.StoredLedger;
import dev.ferrule.gateway.mqtt.bridge.BridgeSettings;
import dev.ferrule.gateway.stream.StreamSettings;
import dev.ferrule.gateway.web.HttpSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the records out of a tree whose structure has been checked, and tells what a schema cannot
 * see.
 */
final class ConfigurationReader {

  private ConfigurationReader() {}

  /**
   * The configuration; null when anything in the file is wrong, which the section's problems tell.
   */
  static @Nullable Configuration read(Section root) {
    Section gateway = root.section("gateway");
    String name = gateway.text("name").orElse(Configuration.DEFAULT_NAME);
    Path data = data(gateway);
    Section limits = root.section("limits");
    int loops = limits.integer("loops", Configuration.defaultLoops());
    HttpSettings http = HttpReader.read(root.section("http"), loops);
    StreamSettings stream = stream(limits);
    var recorder =
        new RecorderSettings(
            limits.size(
                "recorder",
                RecorderSettings.DEFAULT.bytes(),
                RecorderSettings.MIN_BYTES,
                RecorderSettings.MAX_BYTES));
    HistorySettings history = HistoryRulesReader.read(root);
    long ledger =
        limits.size("ledger", StoredLedger.DEFAULT_SIZE, StoredLedger.LEAST_SIZE, 1 << 30);
    Duration stop =
        limits.duration(
            "stop", Configuration.DEFAULT_STOP, Duration.ofSeconds(1), Duration.ofMinutes(1));
    Optional<String> time = time(gateway, root.section("devices"));
    List<DeviceConfiguration> devices = devices(root.section("devices"));
    Rules rules = RulesReader.read(root, devices);
    List<BridgeSettings> bridges = MqttReader.read(root, name, devices);
    if (data == null || http == null || stream == null) {
      return null;
    }
    return root.make(
        () ->
            new Configuration(
                name, time, data, http, stream, recorder, history, ledger, stop, devices, rules,
                bridges));
  }

  /** The device that tells the time: one that hears satellites. */
  private static Optional<String> time(Section gateway, Section devices) {
    Optional<String> source = gateway.text("time");
    if (source.isPresent()) {
      List<String> able =
          devices.names().stream()
              .filter(id -> devices.section(id).text("driver").filter("nmea"::equals).isPresent())
              .toList();
      if (!able.contains(source.get())) {
        gateway.problem(
            "time",
            "must be the id of an nmea device, "
                + (able.isEmpty() ? "and there is none" : String.join(", ", able))
                + ", not \""
                + source.get()
                + "\"");
      }
    }
    return source;
  }

  private static @Nullable Path data(Section section) {
    Path standard = Configuration.usualData();
    return section.make(() -> section.text("data").map(Path::of).orElse(standard));
  }

  private static @Nullable StreamSettings stream(Section section) {
    StreamSettings standard = StreamSettings.DEFAULT;
    Duration tick =
        section.duration("tick", standard.tick(), Duration.ofMillis(1), Duration.ofSeconds(1));
    Duration stall =
        section.duration("stall", standard.stall(), Duration.ofSeconds(1), Duration.ofMinutes(10));
    int queue = section.size("queue", standard.queueBytes(), 64 * 1024, 16 * 1024 * 1024);
    int clients = section.integer("clients", standard.clients());
    return section.make(
        () ->
            new StreamSettings(tick, clients, queue, stall, standard.messages(), standard.burst()));
  }

  private static List<DeviceConfiguration> devices(Section section) {
    PortSharing.check(section);
    List<DeviceConfiguration> devices = new ArrayList<>();
    for (String id : section.names()) {
      DeviceConfiguration made = device(id, section.section(id));
      if (made != null) {
        devices.add(made);
      }
    }
    return devices;
  }

  private static @Nullable DeviceConfiguration device(String id, Section section) {
    DriverSettings driver =
        switch (section.text("driver").orElse("")) {
          case "firmware" -> firmware(section);
          case "gpio" -> GpioDeviceReader.read(section);
          case "text" -> TextDeviceReader.read(section);
          case "nmea" -> NmeaDeviceReader.read(section);
          case "modbus-rtu" -> ModbusDeviceReader.read(section);
          default -> null;
        };
    if (driver == null) {
      return null;
    }
    String name = section.text("name").orElse(id);
    String area = section.text("area").map(String::strip).orElse("");
    if (driver instanceof DriverSettings.Gpio) {
      return section.make(() -> new DeviceConfiguration(id, name, area, Optional.empty(), driver));
    }
    SerialSettings serial = serial(section, driver);
    return serial == null
        ? null
        : section.make(() -> new DeviceConfiguration(id, name, area, Optional.of(serial), driver));
  }

  private static @Nullable SerialSettings serial(Section section, DriverSettings driver) {
    return switch (driver) {
      case DriverSettings.Firmware _, DriverSettings.Text _ ->
          SerialReader.read(section, SerialSettings.DEFAULT_BAUD);
      case DriverSettings.Nmea _ -> SerialReader.read(section, NmeaSettings.DEFAULT_BAUD);
      case DriverSettings.Gpio _ -> null;
      case DriverSettings.Modbus _ ->
          SerialReader.read(section, ModbusSettings.DEFAULT_BAUD, SerialSettings.Parity.EVEN);
    };
  }

  private static @Nullable DriverSettings firmware(Section section) {
    Duration heartbeat =
        section.duration(
            "heartbeat",
            FirmwareSettings.DEFAULT.heartbeatTimeout(),
            Duration.ofMillis(200),
            Duration.ofSeconds(60));
    ExpectedBoard expected = ExpectReader.board(section.section("expect"));
    return expected == null
        ? null
        : section.make(
            () -> new DriverSettings.Firmware(new FirmwareSettings(heartbeat, expected)));
  }
}
