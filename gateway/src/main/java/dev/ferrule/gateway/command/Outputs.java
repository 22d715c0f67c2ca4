package dev.ferrule.gateway.command;

import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandState;
import dev.ferrule.gateway.model.CommandState.Ended;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.gateway.registry.LatestValues;
import dev.ferrule.gateway.registry.Registry;
import dev.ferrule.protocol.Quality;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What the channels that rules are about may be at while commands are under way: the reading, the
 * values of all commands without an end, and of those whose outcome nobody knows until the next
 * reading.
 *
 * <p>Owner: the core loop. As many entries as the rules name channels.
 */
final class Outputs implements Condition.Values {

  private final Registry registry;
  private final Map<ChannelId, Output> outputs = new HashMap<>();

  /** One channel. */
  private static final class Output {
    /** Values of commands without an end, one entry per command. */
    final List<Double> underWay = new ArrayList<>();

    /** Values that may have taken effect; until the next good reading. */
    final Set<Double> doubtful = new HashSet<>();

    /** The last value that took effect, for an output that never reports back. */
    Optional<Double> done = Optional.empty();
  }

  /** Keeps an eye on the channels that {@code rules} name, and on no others. */
  Outputs(Registry registry, Rules rules) {
    this.registry = registry;
    rules.named().forEach(channel -> outputs.put(channel, new Output()));
  }

  @Override
  public Set<Double> possible(ChannelId channel) {
    Optional<Double> present = present(channel);
    if (present.isEmpty()) {
      return Set.of();
    }
    Set<Double> values = pending(channel);
    values.add(present.get());
    return values;
  }

  /** What the channel may become by commands whose effect nobody has seen yet. */
  private Set<Double> pending(ChannelId channel) {
    Set<Double> values = new HashSet<>();
    Output output = outputs.get(channel);
    if (output != null) {
      values.addAll(output.underWay);
      values.addAll(output.doubtful);
    }
    return values;
  }

  /** What the channel is, when somebody can say. */
  Optional<Double> present(ChannelId channel) {
    OptionalInt number = registry.directory().number(channel);
    if (number.isEmpty()) {
      return Optional.empty();
    }
    if (!registry.directory().channel(number.getAsInt()).orElseThrow().readable()) {
      return Optional.ofNullable(outputs.get(channel)).flatMap(output -> output.done);
    }
    LatestValues latest = registry.latest();
    return latest.has(number.getAsInt()) && isBelieved(latest.quality(number.getAsInt()))
        ? Optional.of(latest.value(number.getAsInt()))
        : Optional.empty();
  }

  /** The last value that the channel had, however old. */
  private Optional<Double> last(ChannelId channel) {
    OptionalInt number = registry.directory().number(channel);
    LatestValues latest = registry.latest();
    return number.isPresent() && latest.has(number.getAsInt())
        ? Optional.of(latest.value(number.getAsInt()))
        : present(channel);
  }

  /** What a channel is, when a device has announced it. */
  Optional<Channel> channel(ChannelId id) {
    return registry.directory().channel(id);
  }

  /** Whether a value is not the safe one; every value is, of an output that has none. */
  static boolean isAway(double value, Channel channel) {
    OptionalDouble safe = channel.control().orElseThrow().safe();
    return safe.isEmpty() || !channel.isSame(value, safe.getAsDouble());
  }

  /** Whether an output is certainly at its safe value. */
  boolean isSafe(ChannelId id) {
    Optional<Channel> channel = channel(id).filter(Channel::writable);
    Set<Double> values = possible(id);
    return channel.isPresent()
        && !values.isEmpty()
        && values.stream().noneMatch(value -> isAway(value, channel.get()));
  }

  /** Whether an output is read to be away from its safe value. */
  boolean isSeenAway(ChannelId id) {
    Optional<Channel> channel = channel(id).filter(Channel::writable);
    return channel.isPresent()
        && present(id).filter(value -> isAway(value, channel.get())).isPresent();
  }

  /** Whether an output may be away from its safe value; {@code doubted}: by its last word, too. */
  boolean mayBeAway(ChannelId id, boolean doubted) {
    Optional<Channel> channel = channel(id).filter(Channel::writable);
    if (channel.isEmpty()) {
      return false;
    }
    Set<Double> values = pending(id);
    present(id).ifPresent(values::add);
    if (doubted) {
      last(id).ifPresent(values::add);
    }
    return values.stream().anyMatch(value -> isAway(value, channel.get()));
  }

  /** A value that is right although the gateway's clock may not be. */
  static boolean isBelieved(int quality) {
    return Quality.isGood(quality)
        || quality == Quality.of(Quality.UNCERTAIN, Quality.CLOCK_NOT_SYNCHRONIZED);
  }

  /** A command is allowed: its value is one that the output may have until the command ends. */
  void reserve(Command command) {
    Output output = outputs.get(command.channel());
    if (output != null) {
      output.underWay.add(command.value());
    }
  }

  /** What is to be seen without the reservation of one command, which has one. */
  <T> T without(Command command, Supplier<T> seen) {
    Output output = outputs.get(command.channel());
    if (output == null) {
      return seen.get();
    }
    output.underWay.remove(command.value());
    T found = seen.get();
    output.underWay.add(command.value());
    return found;
  }

  /** A command that had a reservation has come to its end. */
  void release(Command command, Ended end) {
    Output output = outputs.get(command.channel());
    if (output == null) {
      return;
    }
    output.underWay.remove(command.value());
    switch (end) {
      case CommandState.Confirmed _ -> {
        output.done = Optional.of(command.value());
        if (output.underWay.isEmpty()) {
          output.doubtful.clear();
        }
      }
      case CommandState.Unknown(Reason reason, String _) when isMute(command, reason) ->
          output.done = Optional.of(command.value());
      case CommandState.Failed _, CommandState.Unknown _ -> {
        output.done = Optional.empty();
        output.doubtful.add(command.value());
      }
      case CommandState.Rejected _, CommandState.Expired _ -> {}
    }
  }

  /** Whether all that can ever be known of a command is that it was sent. */
  private boolean isMute(Command command, Reason reason) {
    return reason == Reason.NOT_SEEN
        && channel(command.channel()).filter(channel -> !channel.readable()).isPresent();
  }

  /**
   * A reading came.
   *
   * @return whether it tells where the output is and stays, because no command is under way
   */
  boolean read(ChannelId channel, int quality) {
    Output output = outputs.get(channel);
    if (output == null || !isBelieved(quality)) {
      return false;
    }
    output.doubtful.clear();
    return output.underWay.isEmpty();
  }
}
