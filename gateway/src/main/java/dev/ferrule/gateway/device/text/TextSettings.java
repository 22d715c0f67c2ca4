package dev.ferrule.gateway.device.text;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a board that prints lines is made of.
 *
 * @param channels 1 to 128, keys and fields unique; channels that come in one line should be
 *     neighbours
 */
public record TextSettings(List<TextChannel> channels) {

  /** Most channels of one device, as for boards that describe themselves. */
  public static final int MAX_CHANNELS = 128;

  public TextSettings {
    channels = List.copyOf(channels);
    if (channels.isEmpty() || channels.size() > MAX_CHANNELS) {
      throw new IllegalArgumentException(
          "a text device has 1 to " + MAX_CHANNELS + " channels, not " + channels.size());
    }
    Set<String> keys = new HashSet<>();
    Set<String> fields = new HashSet<>();
    for (TextChannel channel : channels) {
      if (!keys.add(channel.key())) {
        throw new IllegalArgumentException("two channels have the key " + channel.key());
      }
      if (!fields.add(channel.field())) {
        throw new IllegalArgumentException("two channels have the field " + channel.field());
      }
    }
  }
}
