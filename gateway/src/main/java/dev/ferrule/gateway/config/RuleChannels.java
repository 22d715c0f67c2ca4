package dev.ferrule.gateway.config;

import dev.ferrule.gateway.config.device.DeviceConfiguration;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.wording.Suggestion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The channels that rules may name, as far as a configuration knows them. */
final class RuleChannels {

  private final List<String> devices;
  private final Map<String, List<Channel>> described = new HashMap<>();

  /**
   * What there is.
   *
   * @param devices ids of all devices, also of those with a problem
   * @param made the devices without one
   */
  RuleChannels(List<String> devices, List<DeviceConfiguration> made) {
    this.devices = devices;
    made.forEach(
        device ->
            device
                .driver()
                .channels(device.id())
                .ifPresent(list -> described.put(device.id(), list)));
  }

  /** The channel, when the configuration describes it. */
  Optional<Channel> known(ChannelId id) {
    return described.getOrDefault(id.device(), List.of()).stream()
        .filter(channel -> channel.id().equals(id))
        .findFirst();
  }

  /** Why no rule may name a channel; nothing when one may, or when only the device can tell. */
  Optional<String> trouble(ChannelId id, boolean commanded) {
    if (!devices.contains(id.device())) {
      return Optional.of(
          "there is no device " + id.device() + Suggestion.aside(id.device(), devices));
    }
    List<Channel> channels = described.get(id.device());
    if (channels == null) {
      return Optional.empty();
    }
    Optional<Channel> channel = known(id);
    if (channel.isEmpty()) {
      List<String> keys = channels.stream().map(c -> c.id().key()).toList();
      return Optional.of(
          "the device "
              + id.device()
              + " has no channel "
              + id.key()
              + Suggestion.aside(id.key(), keys));
    }
    return commanded && !channel.get().writable()
        ? Optional.of(id + " takes no commands, so there is nothing to rule")
        : Optional.empty();
  }
}
