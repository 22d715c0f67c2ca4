package dev.ferrule.gateway.mqtt.bridge;

import dev.ferrule.gateway.command.CommandDesk;
import dev.ferrule.gateway.command.DeskPort;
import dev.ferrule.gateway.command.Rules;
import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.history.History;
import dev.ferrule.gateway.history.file.HistorySettings;
import dev.ferrule.gateway.ledger.MemoryLedger;
import dev.ferrule.gateway.loop.ThreadLoop;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.mqtt.BrokerSettings;
import dev.ferrule.gateway.mqtt.BrokerSettings.Login;
import dev.ferrule.gateway.mqtt.BrokerSettings.Tls;
import dev.ferrule.gateway.mqtt.BrokerSettings.Version;
import dev.ferrule.gateway.mqtt.Topics;
import dev.ferrule.gateway.outbox.OutboxStatus;
import dev.ferrule.gateway.registry.DeviceFeed;
import dev.ferrule.gateway.registry.Registry;
import dev.ferrule.gateway.registry.Replica;
import dev.ferrule.protocol.Quality;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A real bridge on loops of its own, above a registry and a desk with one device "boiler" that the
 * test speaks for. Channels: temp (a sensor), pump (a switch), power (0 to 100 in steps of 5).
 */
final class BridgeRig implements AutoCloseable {

  static final int TEMP = 0;
  static final int PUMP = 1;
  static final int POWER = 2;

  static final PaceRules ALL = new PaceRules(List.of(), new Pace.Every());

  static final HistorySettings REMEMBERED =
      new HistorySettings(true, Duration.ofMillis(100), Duration.ofDays(36_500), 1L << 30);

  final ThreadLoop core = new ThreadLoop();
  final ThreadLoop own = new ThreadLoop();
  final DeviceFeed feed;
  private final Bridge bridge;
  private final BlockingQueue<DeviceCommand> written = new LinkedBlockingQueue<>();

  private final Optional<History> history;

  /** A bridge that remembers nothing. */
  BridgeRig(BridgeSettings settings) throws Exception {
    this(settings, Optional.empty());
  }

  /** A bridge with a history in a directory. */
  static BridgeRig remembering(BridgeSettings settings, Path data) throws Exception {
    return new BridgeRig(settings, Optional.of(data));
  }

  private BridgeRig(BridgeSettings settings, Optional<Path> data) throws Exception {
    Registry registry = core.call(() -> new Registry(core));
    CommandDesk desk =
        core.call(() -> new CommandDesk(core, registry, Rules.NONE, new MemoryLedger()));
    feed = core.call(() -> registry.feed("boiler", "Boiler", "text", "/dev/x", desk));
    core.call(
        () -> {
          desk.attach("boiler", true, written::add);
          return 0;
        });
    history =
        data.isEmpty()
            ? Optional.empty()
            : Optional.of(
                core.call(
                    () -> History.start(core, registry.replicate(core), data.get(), REMEMBERED)));
    Replica replica = core.call(() -> registry.replicate(own));
    bridge =
        own.call(
            () ->
                new Bridge(
                    own,
                    replica,
                    new DeskPort(core, desk),
                    settings,
                    history,
                    "0.1",
                    new Random(1)));
    up();
    own.execute(bridge::start);
  }

  /** A plain broker on the loopback. */
  static BrokerSettings broker(int port, Version version) {
    return broker(port, version, Optional.empty(), Optional.empty());
  }

  static BrokerSettings broker(
      int port, Version version, Optional<Tls> tls, Optional<Login> login) {
    return new BrokerSettings(
        "test", "127.0.0.1", port, tls, version, "ferrule-g", login, Duration.ofSeconds(30));
  }

  /** Everything at once; commands for the patterns. */
  static BridgeSettings settings(BrokerSettings broker, String... commands) {
    return new BridgeSettings(
        broker,
        new Topics("g", Topics.DEFAULT_TEMPLATE),
        true,
        true,
        ALL,
        OptionalInt.of(BridgeSettings.MAX_RATE),
        List.of(commands),
        Optional.empty());
  }

  void up() {
    channels(
        Channels.sensor("boiler", "temp"),
        Channels.relay("boiler", "pump"),
        Channels.setPoint("boiler", "power", false));
    feed.state(new DeviceState.Up());
    read(PUMP, 0);
    read(POWER, 0);
  }

  void channels(Channel... channels) {
    feed.channels(List.of(channels));
  }

  /** Readings of one channel, one after the other. */
  void read(int channel, long[] times, double[] values) {
    feed.readings(new ReadingBatch(channel, 1, times, values, null));
  }

  void read(int channel, double value) {
    feed.readings(ReadingBatch.single(channel, System.currentTimeMillis(), value, Quality.GOOD));
  }

  /** The next command that the device gets; it does it. */
  DeviceCommand act() throws InterruptedException {
    DeviceCommand command = written.poll(60, TimeUnit.SECONDS);
    if (command == null) {
      throw new AssertionError("no command came to the device");
    }
    feed.command(command.id(), new CommandProgress.Written());
    feed.command(command.id(), new CommandProgress.Done(command.value()));
    read(command.channel(), command.value());
    return command;
  }

  /** How much is still to be told. */
  OutboxStatus backlog() {
    return bridge.status().backlog().orElseThrow();
  }

  History history() {
    return history.orElseThrow();
  }

  /** How many commands the device got that were not waited for. */
  int written() throws Exception {
    core.call(() -> 0);
    return written.size();
  }

  /** Says goodbye. */
  void stop() {
    var done = new CompletableFuture<Void>();
    own.execute(() -> bridge.close(Duration.ofSeconds(5), () -> done.complete(null)));
    done.orTimeout(60, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    stop();
    history.ifPresent(History::close);
    own.close();
    core.close();
  }
}
