package dev.ferrule.gateway.model;

import java.util.regex.Pattern;

/**
 * The name of a channel everywhere outside a device: {@code device.channel}.
 *
 * @param device id of the device, {@code [a-z][a-z0-9_-]*}, 1 to 32 characters
 * @param key name of the channel within its device, {@code [a-z][a-z0-9_]*}, 1 to 32 characters
 */
public record ChannelId(String device, String key) implements Comparable<ChannelId> {

  /** What a device may be called. */
  public static final Pattern DEVICE = Pattern.compile("[a-z][a-z0-9_-]{0,31}");

  /** What a channel may be called within its device. */
  public static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_]{0,31}");

  public ChannelId {
    if (!DEVICE.matcher(device).matches()) {
      throw new IllegalArgumentException("not a device id: " + device);
    }
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException("not a channel key: " + key);
    }
  }

  @Override
  public int compareTo(ChannelId other) {
    int byDevice = device.compareTo(other.device);
    return byDevice != 0 ? byDevice : key.compareTo(other.key);
  }

  @Override
  public String toString() {
    return device + "." + key;
  }
}
