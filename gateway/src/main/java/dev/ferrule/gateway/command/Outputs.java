package dev.ferrule.gateway.command;

import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.CommandState;
import dev.ferrule.gateway.registry.Directory;
import dev.ferrule.gateway.registry.LatestValues;
import dev.ferrule.gateway.registry.Registry;
import dev.ferrule.protocol.Quality;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What the channels that rules are about may be at while commands are under way: the reading, the
 * values of all commands without an end, and of those whose outcome nobody knows until the next
 * reading. Also since when an output is on or off, and how often it was commanded.
 *
 * <p>Owner: the core loop. As many entries as the rules name channels.
 */
final class Outputs implements Condition.Values {

  private final Loop loop;
  private final Registry registry;
  private final Map<ChannelId, Output> outputs = new HashMap<>();

  /** One channel. */
  private static final class Output {
    /** Values of commands without an end, one entry a command. */
    final List<Double> underWay = new ArrayList<>();

    /** Values that may have taken effect; until the next good reading. */
    final Set<Double> doubtful = new HashSet<>();

    /** When it was commanded, oldest first; as many as its rate allows. */
    final Deque<Long> commanded = new ArrayDeque<>();

    /** The last value that took effect, for an output that never reports back. */
    Optional<Double> done = Optional.empty();

    /** Whether it was on when last commanded or read, and since when. */
    Optional<Boolean> on = Optional.empty();

    long since;

    Output(long now) {
      since = now;
    }
  }

  /** Keeps an eye on the channels that {@code rules} name, and on no others. */
  Outputs(Loop loop, Registry registry, Rules rules) {
    this.loop = loop;
    this.registry = registry;
    rules.named().forEach(channel -> outputs.put(channel, new Output(loop.nanoTime())));
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
  Set<Double> pending(ChannelId channel) {
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
  Optional<Double> last(ChannelId channel) {
    OptionalInt number = registry.directory().number(channel);
    LatestValues latest = registry.latest();
    return number.isPresent() && latest.has(number.getAsInt())
        ? Optional.of(latest.value(number.getAsInt()))
        : present(channel);
  }

  /** What a channel is, when a device has announced it. */
  Optional<Channel> channel(ChannelId id) {
    Directory directory = registry.directory();
    return directory.number(id).stream().boxed().findFirst().flatMap(directory::channel);
  }

  /** A value that is right although the gateway's clock may not be. */
  private static boolean isBelieved(int quality) {
    return Quality.isGood(quality)
        || quality == Quality.of(Quality.UNCERTAIN, Quality.CLOCK_NOT_SYNCHRONIZED);
  }

  /** How long an output must still stay as it is before it may be on, or off. */
  Duration wait(ChannelId channel, boolean on, Duration least) {
    Output output = outputs.get(channel);
    if (output == null || output.on.equals(Optional.of(on))) {
      return Duration.ZERO;
    }
    Duration left = least.minusNanos(loop.nanoTime() - output.since);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** How long until a channel may be commanded once more. */
  Duration wait(ChannelId channel, ChannelRule.Rate rate) {
    Output output = outputs.get(channel);
    if (output == null || output.commanded.size() < rate.commands()) {
      return Duration.ZERO;
    }
    Duration left = rate.per().minusNanos(loop.nanoTime() - output.commanded.getFirst());
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** A command was admitted; {@code remembered} is how many the channel's rate counts. */
  void admitted(ChannelId channel, double value, int remembered) {
    Output output = outputs.get(channel);
    if (output != null) {
      long now = loop.nanoTime();
      output.underWay.add(value);
      output.commanded.addLast(now);
      while (output.commanded.size() > remembered) {
        output.commanded.removeFirst();
      }
      turned(output, value, now);
    }
  }

  /** A command has come to its end. */
  void ended(ChannelId channel, double value, CommandState state) {
    Output output = outputs.get(channel);
    if (output == null) {
      return;
    }
    output.underWay.remove(value);
    switch (state) {
      case CommandState.Confirmed _ -> {
        output.done = Optional.of(value);
        if (output.underWay.isEmpty()) {
          output.doubtful.clear();
        }
      }
      case CommandState.Failed _, CommandState.Unknown _ -> {
        output.done = Optional.empty();
        output.doubtful.add(value);
      }
      case CommandState.Rejected _, CommandState.Expired _ -> {}
      case CommandState.Requested _,
          CommandState.Admitted _,
          CommandState.Written _,
          CommandState.Acknowledged _ ->
          throw new IllegalArgumentException(state.word() + " is no end");
    }
  }

  /** A reading came. */
  void read(ChannelId channel, double value, int quality) {
    Output output = outputs.get(channel);
    if (output == null || !isBelieved(quality)) {
      return;
    }
    output.doubtful.clear();
    if (output.underWay.isEmpty()) {
      turned(output, value, loop.nanoTime());
    }
  }

  /** What was never known before is taken to be as it is since the gateway knows of it. */
  private static void turned(Output output, double value, long now) {
    boolean on = value != 0;
    if (output.on.isPresent() && output.on.get() != on) {
      output.since = now;
    }
    output.on = Optional.of(on);
  }
}
