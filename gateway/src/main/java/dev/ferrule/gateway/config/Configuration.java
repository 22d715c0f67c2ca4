package dev.ferrule.gateway.config;

import dev.ferrule.gateway.command.Rules;
import dev.ferrule.gateway.config.device.DeviceConfiguration;
import dev.ferrule.gateway.device.RunningDevice;
import dev.ferrule.gateway.device.serial.RecorderSettings;
import dev.ferrule.gateway.history.file.HistorySettings;
import dev.ferrule.gateway.ledger.StoredLedger;
import dev.ferrule.gateway.mqtt.bridge.BridgeSettings;
import dev.ferrule.gateway.stream.StreamSettings;
import dev.ferrule.gateway.web.HttpSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a gateway is started with.
 *
 * @param name the gateway's name for people, 1 to 64 characters
 * @param time id of the device that tells the time while nobody keeps this machine's clock
 * @param data absolute path of the directory for history, ledger and caches; need not exist yet
 * @param http where the dashboard is served
 * @param stream how clients are treated
 * @param recorder what each serial line remembers of its bytes
 * @param history what is remembered of readings
 * @param ledger what the ledger's file may take before the oldest records go, bytes
 * @param stop how long outputs may take to get to their safe values when the gateway stops
 * @param devices at most {@value #MAX_DEVICES}, in the order of the file; ids unique, ports too but
 *     for the units of a Modbus line
 * @param rules what commands must keep to
 * @param bridges brokers that are told readings, at most {@value BridgeSettings#MAX_BROKERS}
 */
public record Configuration(
    String name,
    Optional<String> time,
    Path data,
    HttpSettings http,
    StreamSettings stream,
    RecorderSettings recorder,
    HistorySettings history,
    long ledger,
    Duration stop,
    List<DeviceConfiguration> devices,
    Rules rules,
    List<BridgeSettings> bridges) {

  /** Name of a gateway that is not given one. */
  public static final String DEFAULT_NAME = "Ferrule";

  /** Where a service keeps its data. */
  public static final Path DEFAULT_DATA = Path.of("/var/lib/ferrule");

  /**
   * Where data is kept when nobody says where: {@link #DEFAULT_DATA} where this user may write it,
   * else below the user's home.
   */
  public static Path usualData() {
    if (Files.isWritable(Files.exists(DEFAULT_DATA) ? DEFAULT_DATA : Path.of("/var/lib"))) {
      return DEFAULT_DATA;
    }
    String home = System.getProperty("user.home", "");
    Path state = Path.of(home, ".local/state/ferrule");
    return home.startsWith("/") && Files.isWritable(Path.of(home)) ? state : DEFAULT_DATA;
  }

  /** Enough for all units of a slow Modbus line. */
  static final Duration DEFAULT_STOP = RunningDevice.USUAL_LIMIT;

  /** Most devices of one gateway. */
  public static final int MAX_DEVICES = 64;

  public Configuration {
    devices = List.copyOf(devices);
    bridges = List.copyOf(bridges);
  }

  /** What a person gets who configures devices and nothing else. */
  public static Configuration of(String name, Path data, List<DeviceConfiguration> devices) {
    return new Configuration(
        name,
        Optional.empty(),
        data,
        HttpSettings.DEFAULT.withLoops(defaultLoops()),
        StreamSettings.DEFAULT,
        RecorderSettings.DEFAULT,
        HistorySettings.DEFAULT,
        StoredLedger.DEFAULT_SIZE,
        DEFAULT_STOP,
        devices,
        Rules.NONE,
        List.of());
  }

  /** Leaves one processor to the devices and the core. */
  static int defaultLoops() {
    return Math.clamp(Runtime.getRuntime().availableProcessors() - 1, 1, 4);
  }

  /** The same with another port for the dashboard; 0 takes any free one. */
  public Configuration withHttpPort(int port) {
    return with(data, http.withPort(port));
  }

  /** The same with another data directory. */
  public Configuration withData(Path directory) {
    return with(directory.toAbsolutePath(), http);
  }

  private Configuration with(Path otherData, HttpSettings otherHttp) {
    return new Configuration(
        name, time, otherData, otherHttp, stream, recorder, history, ledger, stop, devices, rules,
        bridges);
  }
}
