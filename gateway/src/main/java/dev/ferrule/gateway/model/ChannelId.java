package dev.ferrule.gateway.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a channel everywhere outside a device: {@code device.channel} of this gateway, {@code
 * site/device.channel} of another one whose readings come here.
 *
 * @param device id of the device, {@code [a-z][a-z0-9_-]*}, 1 to 32 characters, behind its site and
 *     a slash when it is not of this gateway
 * @param key name of the channel within its device, {@code [a-z][a-z0-9_]*}, 1 to 32 characters
 */
public record ChannelId(String device, String key) implements Comparable<ChannelId> {

  private static final String NAME = "[a-z][a-z0-9_-]{0,31}";

  private static final Pattern DEVICE = Pattern.compile("(?:" + NAME + "/)?" + NAME);

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

  /** The id that a text is, if it is one. */
  public static Optional<ChannelId> parse(String text) {
    int dot = text.indexOf('.');
    boolean fits =
        dot > 0
            && DEVICE.matcher(text.substring(0, dot)).matches()
            && KEY.matcher(text.substring(dot + 1)).matches();
    return fits
        ? Optional.of(new ChannelId(text.substring(0, dot), text.substring(dot + 1)))
        : Optional.empty();
  }

  /** The site in front of the id of a device; empty when it is of this gateway. */
  public static Optional<String> siteOf(String device) {
    int slash = device.indexOf('/');
    return slash < 0 ? Optional.empty() : Optional.of(device.substring(0, slash));
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
