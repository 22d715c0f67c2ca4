package dev.ferrule.gateway.device.nmea;

import dev.ferrule.gateway.model.Channel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which values of an instrument become channels.
 *
 * @param channels 1 to 128, keys and sources unique; what comes in one sentence should be neighbors
 * @param unchecked whether sentences without a check sum are taken; a wrong one is never
 */
public record NmeaSettings(List<NmeaChannel> channels, boolean unchecked) {

  /** Most channels of one device, as for boards that describe themselves. */
  public static final int MAX_CHANNELS = 128;

  /** Baud rate when none is named: that of NMEA 0183 itself. */
  public static final int DEFAULT_BAUD = 4800;

  /** What a GPS receiver tells. */
  public static final NmeaSettings GPS =
      new NmeaSettings(
          List.of(
              NmeaChannel.of(Quantity.LATITUDE),
              NmeaChannel.of(Quantity.LONGITUDE),
              NmeaChannel.of(Quantity.SPEED),
              NmeaChannel.of(Quantity.COURSE),
              NmeaChannel.of(Quantity.CLOCK_DIFFERENCE),
              NmeaChannel.of(Quantity.ALTITUDE),
              NmeaChannel.of(Quantity.SATELLITES)));

  public NmeaSettings {
    channels = List.copyOf(channels);
    if (channels.isEmpty() || channels.size() > MAX_CHANNELS) {
      throw new IllegalArgumentException(
          "an instrument has 1 to " + MAX_CHANNELS + " channels, not " + channels.size());
    }
    Set<String> keys = new HashSet<>();
    Set<List<Object>> sources = new HashSet<>();
    for (NmeaChannel channel : channels) {
      if (!keys.add(channel.key())) {
        throw new IllegalArgumentException("two channels have the key " + channel.key());
      }
      if (!sources.add(List.of(channel.source(), channel.unit()))) {
        throw new IllegalArgumentException(channel.key() + " is the same value as another channel");
      }
    }
  }

  /** An instrument whose sentences have check sums. */
  NmeaSettings(List<NmeaChannel> channels) {
    this(channels, false);
  }

  /** The channels as the rest of the gateway sees them. */
  public List<Channel> describe(String device) {
    return channels.stream().map(channel -> channel.describe(device)).toList();
  }
}
