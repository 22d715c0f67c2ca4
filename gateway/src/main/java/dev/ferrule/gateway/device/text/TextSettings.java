package dev.ferrule.gateway.device.text;

import dev.ferrule.gateway.device.LineDoubt;
import dev.ferrule.gateway.device.text.fields.FieldFormat;
import dev.ferrule.gateway.device.text.framing.Framing;
import dev.ferrule.gateway.model.Channel;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a board that sends frames without describing them is made of.
 *
 * @param framing how its bytes are cut
 * @param format how values are found in a frame; must have the field of each readable channel
 * @param expected what it must say before it is believed; empty for any board
 * @param poll what it is asked; empty for a board that speaks by itself
 * @param channels 1 to 128, keys and fields unique; channels that come in one line should be
 *     neighbors
 */
public record TextSettings(
    Framing framing,
    FieldFormat format,
    Optional<ExpectedBanner> expected,
    Optional<Poll> poll,
    List<TextChannel> channels) {

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
      if (channel.readable()) {
        format.require(channel.field());
      }
    }
  }

  /** What proves that a frame is whole. */
  LineDoubt.Proof proof() {
    return framing
        .check()
        .map(check -> check.kind().isWeak() ? LineDoubt.Proof.WEAK : LineDoubt.Proof.STRONG)
        .orElse(LineDoubt.Proof.NONE);
  }

  /** Any board. */
  TextSettings(
      Framing framing, FieldFormat format, Optional<Poll> poll, List<TextChannel> channels) {
    this(framing, format, Optional.empty(), poll, channels);
  }

  /** A board that prints lines of {@code key=value}. */
  TextSettings(List<TextChannel> channels) {
    this(Framing.LINES, new FieldFormat.Pairs(), Optional.empty(), channels);
  }

  /** The channels as the rest of the gateway sees them. */
  public List<Channel> describe(String device) {
    return channels.stream().map(channel -> channel.describe(device)).toList();
  }
}
