package dev.ferrule.gateway.command;

import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandState;
import dev.ferrule.gateway.model.CommandState.Ended;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.registry.DeviceInfo;
import dev.ferrule.gateway.registry.Directory;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Drives outputs to their safe values: when a device that cannot do it by itself has come up, when
 * a lease is over, when an interlock is broken that says so. An output without a safe value is
 * never driven. Each drive is a command of the gateway's own, in the ledger like any other.
 *
 * <p>A drive that did not get to the device is made anew after a pause that doubles, and so is one
 * of which nobody knows, until it gets there or until somebody's command for the output is
 * confirmed; while such a command is under way, nothing is driven. What was written and did not
 * read back is told, and written again only when a rule wants it: a register that never reads back
 * would wear out.
 *
 * <p>Owner: the core loop. At most one drive per output.
 */
final class SafeValues {

  /** Between the first two tries at one output. */
  static final Duration AGAIN = Duration.ofSeconds(5);

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private static final System.Logger LOG = System.getLogger("dev.ferrule.command");

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

  /** Somebody's commands without an end, by output. */
  private final Map<ChannelId, Set<String>> others = new HashMap<>();

  /** How an output gets to its safe value. */
  @FunctionalInterface
  interface Drive {
    /** Begins a command with this id of the gateway's own, for a reason. */
    void begin(String id, ChannelId output, String why);
  }

  /**
   * Why an output shall be safe.
   *
   * @param insists whether a rule wants it, so that it is written until it is seen
   * @param pause how long to wait after a try that failed
   */
  private record Owed(String why, boolean insists, Duration pause) {
    Owed later() {
      Duration doubled = pause.multipliedBy(2);
      return new Owed(why, insists, doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE);
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
          .filter(channel -> channel.id().device().equals(device) && channel.hasSafe())
          .forEach(
              channel -> owed.putIfAbsent(channel.id(), new Owed("device came up", false, AGAIN)));
    }
    List.copyOf(owed.keySet()).stream()
        .filter(channel -> channel.device().equals(device))
        .forEach(this::attempt);
  }

  /** A rule wants an output to be safe, now or as soon as its device is up. */
  void owe(ChannelId channel, String why) {
    owed.merge(
        channel,
        new Owed(why, true, AGAIN),
        (before, now) -> before.insists() ? before : new Owed(why, true, before.pause()));
    attempt(channel);
  }

  private void attempt(ChannelId id) {
    Directory now = directory.get();
    boolean up =
        now.device(id.device())
            .filter(device -> device.state() instanceof DeviceState.Up)
            .isPresent();
    Owed what = owed.get(id);
    Optional<Channel> channel = now.channel(id);
    if (what == null || !up || channel.isEmpty()) {
      return;
    }
    if (driving.containsKey(id) || others.containsKey(id)) {
      return;
    }
    if (!channel.get().hasSafe() || safe.test(id)) {
      owed.remove(id);
    } else {
      String command = "safe-" + UUID.randomUUID();
      driving.put(id, command);
      drive.begin(command, id, what.why());
    }
  }

  /** A command is allowed: while it is somebody's, and under way, nothing is driven. */
  void concede(Command command) {
    if (!isDrive(command)) {
      others.computeIfAbsent(command.channel(), _ -> new HashSet<>()).add(command.id());
    }
  }

  /** A command has come to its end. */
  void settle(Command command, Ended end) {
    if (isDrive(command)) {
      driving.remove(command.channel());
      driven(command.channel(), end);
    } else {
      conceded(command, end);
    }
  }

  private void driven(ChannelId channel, Ended end) {
    switch (end) {
      case CommandState.Confirmed _ -> owed.remove(channel);
      case CommandState.Rejected _, CommandState.Expired _ -> tryLater(channel);
      case CommandState.Failed(Reason _, String text) -> written(channel, text);
      case CommandState.Unknown(Reason reason, String text) -> {
        if (reason == Reason.NOT_SEEN) {
          written(channel, text);
        } else {
          tryLater(channel);
        }
      }
    }
  }

  /** The device has it, as far as anybody can tell, and it did not read back. */
  private void written(ChannelId channel, String text) {
    Owed what = owed.get(channel);
    boolean shows = directory.get().channel(channel).filter(Channel::readable).isPresent();
    if (what != null && what.insists() && shows) {
      tryLater(channel);
    } else if (what != null) {
      owed.remove(channel);
      LOG.log(
          shows ? Level.WARNING : Level.DEBUG,
          "The safe value of {0} was written once and is not written again: {1}",
          channel,
          text);
    }
  }

  /** What somebody wanted is so: what was owed before does not count any more. Else it does. */
  private void conceded(Command command, Ended end) {
    ChannelId channel = command.channel();
    Set<String> waiting = others.get(channel);
    if (waiting == null || !waiting.remove(command.id())) {
      return;
    }
    if (waiting.isEmpty()) {
      others.remove(channel);
    }
    if (end instanceof CommandState.Confirmed) {
      owed.remove(channel);
    } else {
      attempt(channel);
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
