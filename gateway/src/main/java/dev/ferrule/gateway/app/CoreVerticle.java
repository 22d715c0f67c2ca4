package dev.ferrule.gateway.app;

import dev.ferrule.gateway.clock.WallClock;
import dev.ferrule.gateway.command.CommandDesk;
import dev.ferrule.gateway.command.Rules;
import dev.ferrule.gateway.config.Configuration;
import dev.ferrule.gateway.config.device.DeviceConfiguration;
import dev.ferrule.gateway.device.serial.SerialSettings;
import dev.ferrule.gateway.ledger.StoredLedger;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.registry.DeviceFeed;
import dev.ferrule.gateway.registry.Registry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The core loop: the registry, the command desk, and a place for each device.
 *
 * <p>Owner: the loop that it is deployed on; the accessors are for whoever waited for the
 * deployment.
 */
final class CoreVerticle extends VerticleBase {

  private final Configuration configuration;
  private final WallClock clock;
  private final List<DeviceSlot> devices = new ArrayList<>();
  private @Nullable Loop loop;
  private @Nullable Registry registry;
  private @Nullable CommandDesk desk;
  private @Nullable StoredLedger ledger;

  CoreVerticle(Configuration configuration, WallClock clock) {
    this.configuration = configuration;
    this.clock = clock;
  }

  @Override
  public Future<?> start() {
    Loop here = VertxLoop.current(clock);
    Rules rules = configuration.rules();
    var values = new Registry(here, rules::apply);
    StoredLedger records = StoredLedger.open(here, configuration.data(), configuration.ledger());
    var commands = new CommandDesk(here, values, rules, records, records);
    values.listen(new DeviceJournal(records));
    commands.listen(new CommandLog(values::directory));
    for (DeviceConfiguration device : configuration.devices()) {
      DeviceFeed feed =
          values.feed(
              device.id(),
              device.name(),
              device.area(),
              device.driver().word(),
              device.link(),
              commands);
      var slot = new DeviceSlot(device, feed);
      commands.attach(device.id(), device.driver().keepsSafe(), slot::command);
      devices.add(slot);
    }
    values.start();
    loop = here;
    registry = values;
    desk = commands;
    ledger = records;
    return Future.succeededFuture();
  }

  List<DeviceSlot> devices() {
    return devices;
  }

  /** A verticle for each link; what has the same port hangs on the same link. */
  List<LinkVerticle> links() {
    Map<Object, List<DeviceSlot>> byPort = new LinkedHashMap<>();
    for (DeviceSlot slot : devices) {
      DeviceConfiguration device = slot.device();
      Object port = device.serial().<Object>map(SerialSettings::port).orElse(device.id());
      byPort.computeIfAbsent(port, _ -> new ArrayList<>()).add(slot);
    }
    return byPort.values().stream()
        .map(slots -> new LinkVerticle(slots, configuration.recorder(), clock))
        .toList();
  }

  Loop loop() {
    return Objects.requireNonNull(loop);
  }

  Registry registry() {
    return Objects.requireNonNull(registry);
  }

  CommandDesk desk() {
    return Objects.requireNonNull(desk);
  }

  StoredLedger ledger() {
    return Objects.requireNonNull(ledger);
  }

  /** Whether the rest may be asked for. */
  boolean isStarted() {
    return ledger != null;
  }
}
