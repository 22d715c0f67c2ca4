package dev.ferrule.gateway.model;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * A requested value for a writable channel.
 *
 * @param id made by the client; the same id twice is the same command
 * @param channel what to set
 * @param value in the channel's unit
 * @param ttl how long after its arrival it may still take effect, 100 ms to 60 s
 * @param proof what shows that a dangerous command is meant: {@link #YES}, {@link #HELD}, the name
 *     of the device as typed, or empty
 * @param actor who asked, for the ledger
 */
public record Command(
    String id, ChannelId channel, double value, Duration ttl, String proof, String actor) {

  /** The proof of a person who was asked and said yes. */
  public static final String YES = "yes";

  /** The proof of a person who held the button. */
  public static final String HELD = "hold";

  /** What a client may call a command. */
  public static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{8,64}");

  /** Time to live of a command that names none. */
  public static final Duration DEFAULT_TTL = Duration.ofSeconds(3);

  /** Shortest time to live. */
  public static final Duration MIN_TTL = Duration.ofMillis(100);

  /** Longest time to live. */
  public static final Duration MAX_TTL = Duration.ofSeconds(60);

  public Command {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("command id must be 8 to 64 letters, digits, _ or -");
    }
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("value must be a finite number");
    }
    if (ttl.compareTo(MIN_TTL) < 0 || ttl.compareTo(MAX_TTL) > 0) {
      throw new IllegalArgumentException("ttl must be 100 to 60000 ms");
    }
  }

  /** A command with a plain yes, or none. */
  public Command(
      String id, ChannelId channel, double value, Duration ttl, boolean confirmed, String actor) {
    this(id, channel, value, ttl, confirmed ? YES : "", actor);
  }

  /** Whether it asks for the same as another one. */
  public boolean isSameAs(Command other) {
    return channel.equals(other.channel) && value == other.value && actor.equals(other.actor);
  }
}
