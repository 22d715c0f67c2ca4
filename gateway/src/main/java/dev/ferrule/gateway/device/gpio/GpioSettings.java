package dev.ferrule.gateway.device.gpio;

import dev.ferrule.gateway.model.Channel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What hangs on a GPIO chip.
 *
 * @param chip which one
 * @param pwm name of the PWM chip's device in sysfs, such as {@code fe20c000.pwm}; empty for the
 *     only one there is
 * @param channels 1 to 128, keys and lines unique
 */
public record GpioSettings(GpioChip chip, String pwm, List<GpioChannel> channels) {

  /** Most channels of one device, as for boards that describe themselves. */
  public static final int MAX_CHANNELS = 128;

  public GpioSettings {
    channels = List.copyOf(channels);
    if (channels.isEmpty() || channels.size() > MAX_CHANNELS) {
      throw new IllegalArgumentException(
          "a gpio device has 1 to " + MAX_CHANNELS + " channels, not " + channels.size());
    }
    Set<String> keys = new HashSet<>();
    Set<Integer> lines = new HashSet<>();
    Set<Integer> pwmChannels = new HashSet<>();
    for (GpioChannel channel : channels) {
      boolean pulsed = channel.use() instanceof GpioChannel.Pwm;
      if (!keys.add(channel.key())) {
        throw new IllegalArgumentException("two channels have the key " + channel.key());
      }
      if (!(pulsed ? pwmChannels : lines).add(channel.line())) {
        throw new IllegalArgumentException("two channels have the line " + channel.line());
      }
      if (!pulsed && channel.line() > chip.maxLine()) {
        throw new IllegalArgumentException(
            channel.key() + ": the " + chip + " has lines 0 to " + chip.maxLine());
      }
    }
  }

  /** Keys of the outputs. */
  List<String> outputs() {
    return channels.stream()
        .filter(channel -> channel.use() instanceof GpioChannel.Commanded)
        .map(GpioChannel::key)
        .toList();
  }

  /** The channels as the rest of the gateway sees them. */
  public List<Channel> describe(String device) {
    return channels.stream().map(channel -> channel.describe(device)).toList();
  }
}
