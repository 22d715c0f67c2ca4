package dev.ferrule.gateway.command;

import static java.util.stream.Collectors.joining;

import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.gateway.model.CommandState.Rejected;
import dev.ferrule.gateway.wording.ValueText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The configured rules that look at more than the command itself: least times, interlocks,
 * exclusive groups, rate.
 *
 * <p>A command is judged by everything that the outputs may be at while others are under way, so
 * that no order in which devices act breaks a rule. The safe value is refused by a least time and
 * by the interlock of another output that is certainly away from its own, and by nothing else here.
 *
 * <p>Owner: the core loop.
 */
final class Interlocks {

  private final Rules rules;
  private final Outputs outputs;

  /** Outputs whose interlock looks at a channel. */
  private final Map<ChannelId, List<ChannelId>> dependents = new HashMap<>();

  Interlocks(Rules rules, Outputs outputs) {
    this.rules = rules;
    this.outputs = outputs;
    rules
        .channels()
        .forEach(
            (owner, rule) ->
                rule.needs().stream()
                    .flatMap(needs -> needs.condition().channels().stream())
                    .forEach(
                        seen ->
                            dependents.computeIfAbsent(seen, _ -> new ArrayList<>()).add(owner)));
  }

  /** The first rule that the command breaks, or nothing. */
  Optional<Rejected> check(Command command, Channel channel) {
    boolean away = isAway(command.value(), channel);
    return minTime(command)
        .or(() -> away ? needs(channel) : Optional.empty())
        .or(() -> needsOfOthers(command, away))
        .or(() -> away ? exclusive(channel) : Optional.empty())
        .or(() -> away ? rate(channel.id()) : Optional.empty());
  }

  /** Whether a value is not the safe one. */
  static boolean isAway(double value, Channel channel) {
    return Math.abs(value - channel.control().orElseThrow().safe()) > channel.tolerance();
  }

  private Optional<Rejected> minTime(Command command) {
    ChannelId id = command.channel();
    boolean on = command.value() != 0;
    Optional<Duration> least =
        rules.of(id).map(rule -> on ? rule.minOff() : rule.minOn()).filter(d -> !d.isZero());
    Duration wait = least.map(time -> outputs.wait(id, on, time)).orElse(Duration.ZERO);
    return wait.isZero()
        ? Optional.empty()
        : refuse(
            Reason.MIN_TIME,
            "%s stays %s for %s at least; ask again in %s."
                .formatted(id, on ? "off" : "on", seconds(least.orElseThrow()), seconds(wait)));
  }

  private Optional<Rejected> needs(Channel channel) {
    return rules
        .needs(channel.id())
        .filter(needs -> needs.condition().check(outputs) != Truth.TRUE)
        .flatMap(
            needs ->
                refuse(
                    Reason.INTERLOCK,
                    "%s needs %s; now %s."
                        .formatted(channel.id(), needs.text(), now(needs.condition()))));
  }

  /** Nobody may take away what another output stands on. */
  private Optional<Rejected> needsOfOthers(Command command, boolean away) {
    for (ChannelId other : dependents.getOrDefault(command.channel(), List.of())) {
      Condition condition = rules.needs(other).orElseThrow().condition();
      Truth present = condition.check(outputs);
      Truth then =
          condition.check(
              seen ->
                  seen.equals(command.channel())
                      ? Set.of(command.value())
                      : outputs.possible(seen));
      if (then.compareTo(present) < 0 && mayBeAway(other, away)) {
        return refuse(
            Reason.INTERLOCK,
            "%s needs %s: put it to its safe value first."
                .formatted(other, rules.needs(other).orElseThrow().text()));
      }
    }
    return Optional.empty();
  }

  /** Whether an output may be away from its safe value; {@code doubted}: by its last word, too. */
  private boolean mayBeAway(ChannelId id, boolean doubted) {
    Optional<Channel> channel = outputs.channel(id).filter(Channel::writable);
    if (channel.isEmpty()) {
      return false;
    }
    Set<Double> values = outputs.pending(id);
    outputs.present(id).ifPresent(values::add);
    if (doubted) {
      outputs.last(id).ifPresent(values::add);
    }
    return values.stream().anyMatch(value -> isAway(value, channel.get()));
  }

  private Optional<Rejected> exclusive(Channel channel) {
    for (Map.Entry<String, Set<ChannelId>> group : rules.exclusive().entrySet()) {
      if (!group.getValue().contains(channel.id())) {
        continue;
      }
      for (ChannelId other : group.getValue()) {
        if (!other.equals(channel.id()) && !isSafe(other)) {
          return refuse(
              Reason.EXCLUSIVE,
              "Only one of the group %s at a time, and %s.".formatted(group.getKey(), now(other)));
        }
      }
    }
    return Optional.empty();
  }

  /** Whether an output is certainly at its safe value. */
  boolean isSafe(ChannelId id) {
    Optional<Channel> channel = outputs.channel(id).filter(Channel::writable);
    Set<Double> values = outputs.possible(id);
    return channel.isPresent()
        && !values.isEmpty()
        && values.stream().noneMatch(value -> isAway(value, channel.get()));
  }

  private Optional<Rejected> rate(ChannelId id) {
    Optional<ChannelRule.Rate> rate = rules.of(id).flatMap(ChannelRule::rate);
    Duration wait = rate.map(r -> outputs.wait(id, r)).orElse(Duration.ZERO);
    return wait.isZero()
        ? Optional.empty()
        : refuse(
            Reason.RATE,
            "%s takes %d commands in %s; ask again in %s."
                .formatted(
                    id,
                    rate.orElseThrow().commands(),
                    seconds(rate.orElseThrow().per()),
                    seconds(wait)));
  }

  /** What the channels of a condition are now, for people. */
  String now(Condition condition) {
    return condition.channels().stream().map(this::now).collect(joining(" and "));
  }

  private String now(ChannelId id) {
    Optional<Channel> channel = outputs.channel(id);
    Set<Double> values = outputs.possible(id);
    if (channel.isEmpty()) {
      return "there is no " + id;
    }
    if (values.isEmpty()) {
      return "nobody can say what " + id + " is";
    }
    return id
        + (values.size() == 1 ? " is " : " is changing: ")
        + values.stream()
            .sorted()
            .map(v -> ValueText.value(channel.get(), v))
            .collect(joining(" or "));
  }

  /** Whole seconds, never too few. */
  private static String seconds(Duration duration) {
    return duration.plusMillis(999).toSeconds() + " s";
  }

  private static Optional<Rejected> refuse(Reason reason, String text) {
    return Optional.of(new Rejected(reason, text));
  }
}
