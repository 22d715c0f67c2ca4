package dev.ferrule.gateway.command;

import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.Channel.Control;
import dev.ferrule.gateway.model.Channel.Danger;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.ValueRange;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the configuration asks of commands. It may name channels that nobody has announced yet.
 * Immutable.
 *
 * @param channels by channel
 * @param exclusive groups by name: at most one output of a group is away from its safe value
 */
public record Rules(Map<ChannelId, ChannelRule> channels, Map<String, Set<ChannelId>> exclusive) {

  /** None. */
  public static final Rules NONE = new Rules(Map.of(), Map.of());

  public Rules {
    channels = Collections.unmodifiableMap(new LinkedHashMap<>(channels));
    Map<String, Set<ChannelId>> groups = new LinkedHashMap<>();
    exclusive.forEach(
        (name, members) ->
            groups.put(name, Collections.unmodifiableSet(new LinkedHashSet<>(members))));
    exclusive = Collections.unmodifiableMap(groups);
  }

  Optional<ChannelRule> of(ChannelId channel) {
    return Optional.ofNullable(channels.get(channel));
  }

  Optional<ChannelRule.Needs> needs(ChannelId channel) {
    return of(channel).flatMap(ChannelRule::needs);
  }

  /** Every channel that a rule is for or looks at. */
  Set<ChannelId> named() {
    Set<ChannelId> named = new LinkedHashSet<>(channels.keySet());
    channels.values().stream()
        .flatMap(rule -> rule.needs().stream())
        .forEach(needs -> named.addAll(needs.condition().channels()));
    exclusive.values().forEach(named::addAll);
    return named;
  }

  /** A channel as its device announced it, with what the rules add: all clients see them. */
  public Channel apply(Channel channel) {
    Optional<ChannelRule> rule = of(channel.id());
    Set<String> others = others(channel.id());
    if (channel.control().isEmpty() || (rule.isEmpty() && others.isEmpty())) {
      return channel;
    }
    Control own = channel.control().get();
    ChannelRule asked = rule.orElse(ChannelRule.NONE);
    String needs = asked.needs().map(condition -> condition.condition().text()).orElse("");
    Danger danger = asked.danger() == Danger.NONE ? own.danger() : asked.danger();
    double step = asked.step() > 0 ? asked.step() : own.step();
    Duration lease = own.safe().isPresent() ? asked.lease() : Duration.ZERO;
    return new Channel(
        channel.id(),
        channel.label(),
        channel.unit(),
        channel.kind(),
        channel.scale(),
        narrowed(channel.range(), asked.range()),
        channel.period(),
        channel.readable(),
        Optional.of(new Control(own.safe(), step, danger, lease, needs, others)),
        channel.labels());
  }

  /** The outputs that must be at their safe values while this one is away from its own. */
  private Set<String> others(ChannelId channel) {
    Set<String> others = new LinkedHashSet<>();
    exclusive.values().stream()
        .filter(members -> members.contains(channel))
        .flatMap(Set::stream)
        .filter(member -> !member.equals(channel))
        .forEach(member -> others.add(member.toString()));
    return others;
  }

  /** Where the two have nothing in common the device's word stands. */
  private static ValueRange narrowed(ValueRange own, ValueRange asked) {
    double min = Math.max(own.min(), asked.min());
    double max = Math.min(own.max(), asked.max());
    return min <= max ? new ValueRange(min, max) : own;
  }
}
