package dev.ferrule.gateway.app;

import dev.ferrule.gateway.config.DeviceConfiguration;
import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.device.DeviceRuntime;
import dev.ferrule.gateway.device.Driver;
import dev.ferrule.gateway.device.firmware.FirmwareDriver;
import dev.ferrule.gateway.device.serial.SerialLine;
import dev.ferrule.gateway.device.text.TextDriver;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.gateway.model.Loop;
import dev.ferrule.gateway.registry.DeviceFeed;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.jspecify.annotations.Nullable;

/** The loop of one device: its line and its driver. Owner: the loop that it is deployed on. */
final class DeviceVerticle extends VerticleBase {

  private final DeviceConfiguration device;
  private final DeviceFeed feed;

  /** Written once before the deployment is reported, read afterwards. */
  private volatile @Nullable DeviceRuntime runtime;

  DeviceVerticle(DeviceConfiguration device, DeviceFeed feed) {
    this.device = device;
    this.feed = feed;
  }

  @Override
  public Future<?> start() {
    Loop loop = VertxLoop.current();
    var line = new SerialLine(device.serial(), device.id(), loop);
    var started = new DeviceRuntime(device.id(), loop, line, driver(loop), feed);
    started.start();
    runtime = started;
    return Future.succeededFuture();
  }

  private Driver driver(Loop loop) {
    return switch (device.driver()) {
      case DeviceConfiguration.Driver.Firmware firmware ->
          new FirmwareDriver(device.id(), firmware.settings(), loop, feed);
      case DeviceConfiguration.Driver.Text text ->
          new TextDriver(device.id(), text.settings(), loop, feed);
    };
  }

  /** Hands an admitted command over. Any thread. */
  void command(DeviceCommand command) {
    DeviceRuntime running = runtime;
    if (running == null) {
      feed.command(
          command.id(),
          new CommandProgress.Refused(Reason.STALE, device.name() + " is not started yet."));
    } else {
      running.command(command);
    }
  }

  /** Puts the device down and frees its port. Any thread but a loop's. */
  void close() {
    DeviceRuntime running = runtime;
    if (running != null) {
      running.close();
    }
  }
}
