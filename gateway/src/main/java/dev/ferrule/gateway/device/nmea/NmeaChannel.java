package dev.ferrule.gateway.device.nmea;

import static dev.ferrule.gateway.device.ChannelRules.require;

import dev.ferrule.gateway.device.ChannelRules;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Scale;
import dev.ferrule.gateway.model.ValueRange;
import dev.ferrule.protocol.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One value of an instrument.
 *
 * @param key its name in the gateway, {@code [a-z][a-z0-9_]*}, 1 to 32 characters
 * @param name its name for people, 1 to 64 characters
 * @param source what it is in the sentences
 * @param unit UCUM code
 * @param decimals places that people see, 0 to 9
 * @param period expected time between readings, at most a day
 */
public record NmeaChannel(
    String key, String name, Source source, String unit, int decimals, Duration period) {

  /** Where a value comes from. */
  public sealed interface Source {

    /** A value that sentences have a place for. */
    record Of(Quantity quantity) implements Source {}

    /**
     * A transducer of XDR sentences. Name and type may be those of several: the channel's unit says
     * then which.
     *
     * @param name its name there; empty for one without
     * @param type its letter there, such as {@code C} for a temperature; empty for any
     */
    record Transducer(String name, Optional<String> type) implements Source {
      public Transducer {
        if (name.length() > 32 || name.matches(".*[,*$\\p{Cntrl}].*")) {
          throw new IllegalArgumentException(
              "xdr must be a transducer's name of up to 32 characters, not \"" + name + "\"");
        }
      }
    }
  }

  /** Longest period. */
  public static final Duration LONGEST_PERIOD = Duration.ofDays(1);

  public NmeaChannel {
    ChannelRules.requireNames(key, name);
    ChannelRules.requireDecimals(key, decimals);
    require(
        !period.isNegative() && period.compareTo(LONGEST_PERIOD) <= 0,
        key + ": period must be 0 to 24 h");
  }

  /** A channel that is called as its quantity and comes every second. */
  static NmeaChannel of(Quantity quantity) {
    return new NmeaChannel(
        quantity.word(),
        quantity.label(),
        new Source.Of(quantity),
        quantity.unit(),
        quantity.decimals(),
        Duration.ofSeconds(1));
  }

  /** This channel as the rest of the gateway sees it. */
  Channel describe(String device) {
    return new Channel(
        new ChannelId(device, key),
        name,
        unit,
        Kind.NUMBER,
        new Scale.Decimals(decimals),
        ValueRange.ANY,
        period,
        true,
        Optional.empty(),
        Map.of());
  }
}
