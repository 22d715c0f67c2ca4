package dev.ferrule.gateway.command;

import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandState;
import dev.ferrule.gateway.model.CommandState.Ended;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.registry.DeviceInfo;
import dev.ferrule.gateway.registry.Directory;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Drives outputs to their safe values: when a device that cannot do it by itself has come up, when
 * a lease is over, when an interlock is broken that says so. Each drive is a command of the
 * gateway's own, in the ledger like any other. A drive that does not get there is made anew after a
 * pause that doubles, until it does or until somebody's command is admitted for the output.
 *
 * <p>Owner: the core loop. At most one drive per output.
 */
final class SafeValues {

  /** Between the first two tries at one output. */
  static final Duration AGAIN = Duration.ofSeconds(5);

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private final Loop loop;
  private final Supplier<Directory> directory;
  private final Predicate<ChannelId> safe;
  private final Drive drive;

  /** Devices whose outputs the gateway must put to their safe values when they come up. */
  private final Set<String> helpless = new HashSet<>();

  /** Those of them that were not up since. */
  private final Set<String> fresh = new HashSet<>();

  /** Outputs that are not safe yet. */
  private final Map<ChannelId, Owed> owed = new LinkedHashMap<>();

  /** The gateway's commands without an end, by output. */
  private final Map<ChannelId, String> driving = new HashMap<>();

  /** How an output gets to its safe value. */
  @FunctionalInterface
  interface Drive {
    /** Begins a command with this id of the gateway's own, for a reason. */
    void begin(String id, ChannelId output, String why);
  }

  /** Why an output shall be safe, and how long to wait after a try that failed. */
  private record Owed(String why, Duration pause) {
    Owed(String why) {
      this(why, AGAIN);
    }

    Owed later() {
      Duration doubled = pause.multipliedBy(2);
      return new Owed(why, doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE);
    }
  }

  /**
   * Nothing to do.
   *
   * @param directory the devices and channels now
   * @param safe whether an output is seen to be at its safe value
   * @param drive sends an output to its safe value
   */
  SafeValues(Loop loop, Supplier<Directory> directory, Predicate<ChannelId> safe, Drive drive) {
    this.loop = loop;
    this.directory = directory;
    this.safe = safe;
    this.drive = drive;
  }

  /** Takes care of a device that cannot put its outputs to their safe values by itself. */
  void guard(String device) {
    helpless.add(device);
    fresh.add(device);
  }

  /** The state of a device changed. */
  void heed(DeviceInfo device) {
    switch (device.state()) {
      case DeviceState.Up _ -> up(device.id());
      case DeviceState.Down _,
          DeviceState.Connecting _,
          DeviceState.Silent _,
          DeviceState.Refused _ -> {
        if (helpless.contains(device.id())) {
          fresh.add(device.id());
        }
      }
    }
  }

  private void up(String device) {
    if (fresh.remove(device)) {
      directory.get().channels().values().stream()
          .filter(channel -> channel.id().device().equals(device) && channel.writable())
          .forEach(channel -> owed.putIfAbsent(channel.id(), new Owed("device came up")));
    }
    List.copyOf(owed.keySet()).stream()
        .filter(channel -> channel.device().equals(device))
        .forEach(this::attempt);
  }

  /** An output shall be safe, now or as soon as its device is up. */
  void owe(ChannelId channel, String why) {
    owed.putIfAbsent(channel, new Owed(why));
    attempt(channel);
  }

  private void attempt(ChannelId channel) {
    Directory now = directory.get();
    boolean up =
        now.device(channel.device())
            .filter(device -> device.state() instanceof DeviceState.Up)
            .isPresent();
    Owed what = owed.get(channel);
    if (what == null || !up || now.number(channel).isEmpty() || driving.containsKey(channel)) {
      return;
    }
    if (safe.test(channel)) {
      owed.remove(channel);
    } else {
      String id = "safe-" + UUID.randomUUID();
      driving.put(channel, id);
      drive.begin(id, channel, what.why());
    }
  }

  /** A command is allowed: if it is somebody's, what was owed before does not count any more. */
  void concede(Command command) {
    if (!isDrive(command)) {
      owed.remove(command.channel());
    }
  }

  /** A command has come to its end. */
  void settle(Command command, Ended end) {
    if (!isDrive(command)) {
      return;
    }
    ChannelId channel = command.channel();
    driving.remove(channel);
    switch (end) {
      case CommandState.Confirmed _ -> owed.remove(channel);
      case CommandState.Rejected _,
          CommandState.Failed _,
          CommandState.Expired _,
          CommandState.Unknown _ ->
          tryLater(channel);
    }
  }

  private boolean isDrive(Command command) {
    return command.id().equals(driving.get(command.channel()));
  }

  private void tryLater(ChannelId channel) {
    Owed what = owed.get(channel);
    if (what != null) {
      owed.put(channel, what.later());
      loop.after(what.pause(), () -> attempt(channel));
    }
  }
}
