package dev.ferrule.gateway.history.file;

import dev.ferrule.gateway.model.ChannelId;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which rule each channel has: its own, else that of its device, else that of all. Immutable.
 *
 * @param otherwise of channels that have no other
 * @param devices by id
 * @param channels by id
 */
public record HistoryRules(
    HistoryRule otherwise, Map<String, HistoryRule> devices, Map<ChannelId, HistoryRule> channels) {

  public HistoryRules {
    devices = Map.copyOf(devices);
    channels = Map.copyOf(channels);
  }

  /** The same for all channels. */
  public static HistoryRules of(HistoryRule rule) {
    return new HistoryRules(rule, Map.of(), Map.of());
  }

  /** The rule of a channel. */
  public HistoryRule of(ChannelId id) {
    HistoryRule own = channels.get(id);
    return own != null ? own : devices.getOrDefault(id.device(), otherwise);
  }

  /** The rule of a channel by its id as text; what is no id has the rule of all. */
  public HistoryRule of(String channel) {
    return ChannelId.parse(channel).map(this::of).orElse(otherwise);
  }

  /** The longest that anything is kept. */
  Duration longest() {
    return Stream.concat(
            Stream.of(otherwise),
            Stream.concat(devices.values().stream(), channels.values().stream()))
        .map(HistoryRule::keep)
        .max(Duration::compareTo)
        .orElse(otherwise.keep());
  }
}
