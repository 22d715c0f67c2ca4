package dev.ferrule.gateway.app;

import dev.ferrule.gateway.config.device.DeviceConfiguration;
import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.device.DeviceEvents;
import dev.ferrule.gateway.device.RunningDevice;
import dev.ferrule.gateway.model.CommandState.Reason;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The place of one device, between the core that commands it and the link that it hangs on. */
final class DeviceSlot {

  private final DeviceConfiguration device;
  private final DeviceEvents events;

  /** Written once by the link's loop when the device starts, read by every thread. */
  private volatile @Nullable RunningDevice runtime;

  /** A device that is not started; it will report to {@code events}. */
  DeviceSlot(DeviceConfiguration device, DeviceEvents events) {
    this.device = device;
    this.events = events;
  }

  DeviceConfiguration device() {
    return device;
  }

  DeviceEvents events() {
    return events;
  }

  /** Puts the device to work. The link's loop, once. */
  void start(RunningDevice made) {
    made.start();
    runtime = made;
  }

  /** Hands an admitted command over. Any thread. */
  void command(DeviceCommand command) {
    RunningDevice running = runtime;
    if (running == null) {
      events.command(
          command.id(),
          new CommandProgress.Refused(Reason.STALE, device.name() + " is not started yet."));
    } else {
      running.sendCommand(command);
    }
  }

  /**
   * Puts the device down and lets go of its link. Any thread but a loop's.
   *
   * @return the keys of outputs that were not put to their safe values
   */
  List<String> stop(Duration limit) {
    RunningDevice running = runtime;
    return running == null ? List.of() : running.stop(limit);
  }
}
