package dev.ferrule.gateway.command;

import static java.util.stream.Collectors.joining;

import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.gateway.wording.ValueText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The configured rules that look at other channels: interlocks and exclusive groups.
 *
 * <p>A command is judged by everything that the outputs may be at while others are under way, so
 * that no order in which devices act breaks a rule. The safe value is refused by the interlock of
 * another output that is certainly away from its own, and by nothing else here.
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
  Optional<Refusal> check(Command command, Channel channel) {
    if (!Outputs.isAway(command.value(), channel)) {
      return checkNeedsOfOthers(command, false);
    }
    return checkNeeds(channel)
        .or(() -> checkNeedsOfOthers(command, true))
        .or(() -> checkGroups(channel));
  }

  private Optional<Refusal> checkNeeds(Channel channel) {
    return rules
        .needs(channel.id())
        .filter(needs -> needs.condition().check(outputs) != Truth.TRUE)
        .flatMap(
            needs ->
                Refusal.of(
                    Reason.INTERLOCK,
                    "%s needs %s; now %s."
                        .formatted(channel.id(), needs.text(), describe(needs.condition()))));
  }

  /** Nobody may take away what another output stands on. */
  private Optional<Refusal> checkNeedsOfOthers(Command command, boolean away) {
    for (ChannelId other : dependents.getOrDefault(command.channel(), List.of())) {
      Condition condition = rules.needs(other).orElseThrow().condition();
      Truth present = condition.check(outputs);
      Truth then =
          condition.check(
              seen ->
                  seen.equals(command.channel())
                      ? Set.of(command.value())
                      : outputs.possible(seen));
      if (then.compareTo(present) < 0 && outputs.mayBeAway(other, away)) {
        return Refusal.of(
            Reason.INTERLOCK,
            "%s needs %s: set %s to its safe value first."
                .formatted(other, rules.needs(other).orElseThrow().text(), other));
      }
    }
    return Optional.empty();
  }

  private Optional<Refusal> checkGroups(Channel channel) {
    for (Map.Entry<String, Set<ChannelId>> group : rules.exclusive().entrySet()) {
      if (!group.getValue().contains(channel.id())) {
        continue;
      }
      for (ChannelId other : group.getValue()) {
        if (!other.equals(channel.id()) && !outputs.isSafe(other)) {
          return Refusal.of(
              Reason.EXCLUSIVE,
              "Only one of the group %s at a time, and %s."
                  .formatted(group.getKey(), describe(other)));
        }
      }
    }
    return Optional.empty();
  }

  /** What the channels of a condition are now, for people. */
  String describe(Condition condition) {
    return condition.channels().stream().map(this::describe).collect(joining(" and "));
  }

  private String describe(ChannelId id) {
    Optional<Channel> channel = outputs.channel(id);
    Set<Double> values = outputs.possible(id);
    if (channel.isEmpty()) {
      return "there is no " + id;
    }
    if (values.isEmpty()) {
      return id + " is not known";
    }
    return id
        + (values.size() == 1 ? " is " : " is changing: ")
        + values.stream()
            .sorted()
            .map(v -> ValueText.value(channel.get(), v))
            .collect(joining(" or "));
  }
}
