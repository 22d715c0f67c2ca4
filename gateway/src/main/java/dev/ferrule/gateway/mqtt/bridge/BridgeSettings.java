package dev.ferrule.gateway.mqtt.bridge;

import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.IdPattern;
import dev.ferrule.gateway.mqtt.BrokerSettings;
import dev.ferrule.gateway.mqtt.Topics;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a broker is told and may ask.
 *
 * @param broker where it is
 * @param topics where everything is in its tree
 * @param retain whether it keeps the newest reading of each channel
 * @param frames whether it gets binary frames and the dictionary, for hubs
 * @param paces which readings it gets
 * @param backlog how many readings of an outage it gets a second, 1 to {@link #MAX_RATE}; empty:
 *     none, what comes while it is away is not told
 * @param commands channels that may be commanded through it, as patterns over their ids; none: no
 *     command is taken
 * @param discovery prefix under which Home Assistant looks for devices; empty for no discovery
 */
public record BridgeSettings(
    BrokerSettings broker,
    Topics topics,
    boolean retain,
    boolean frames,
    PaceRules paces,
    OptionalInt backlog,
    List<String> commands,
    Optional<String> discovery) {

  /** Most brokers of one gateway. */
  public static final int MAX_BROKERS = 4;

  /** Most patterns of channels that may be commanded. */
  public static final int MAX_PATTERNS = 64;

  /** Readings of an outage a second, unless the settings say otherwise. */
  public static final int DEFAULT_RATE = 5_000;

  /** Most of them. */
  public static final int MAX_RATE = 50_000;

  public BridgeSettings {
    if (backlog.isPresent() && (backlog.getAsInt() < 1 || backlog.getAsInt() > MAX_RATE)) {
      throw new IllegalArgumentException("a rate of the backlog is 1 to " + MAX_RATE + " a second");
    }
    commands = List.copyOf(commands);
    if (commands.size() > MAX_PATTERNS) {
      throw new IllegalArgumentException("at most " + MAX_PATTERNS + " patterns of channels");
    }
  }

  /** Whether a channel may be commanded through the broker. */
  boolean allows(ChannelId id) {
    return commands.stream().anyMatch(pattern -> IdPattern.matches(pattern, id.toString()));
  }
}
