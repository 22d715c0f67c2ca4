package dev.ferrule.gateway.model;

import dev.ferrule.protocol.Kind;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One measured or controlled quantity of a device, as everyone outside the driver sees it.
 *
 * @param id its name
 * @param label its name for people, 1 to 64 characters
 * @param unit UCUM code, empty for a bare number
 * @param kind number, switch, enumeration, float or counter
 * @param scale how its value becomes an integer on the wire
 * @param range allowed values, in its unit
 * @param period expected time between readings; zero when it reports only on change
 * @param readable whether readings come from it
 * @param control how it takes commands; empty when it takes none
 * @param labels words for the values of an enumeration (or a switch); may be empty
 */
public record Channel(
    ChannelId id,
    String label,
    String unit,
    Kind kind,
    Scale scale,
    ValueRange range,
    Duration period,
    boolean readable,
    Optional<Control> control,
    Map<Integer, String> labels) {

  public Channel {
    labels = Map.copyOf(labels);
    if (period.isNegative()) {
      throw new IllegalArgumentException(id + ": period is negative");
    }
  }

  /**
   * How a writable channel is commanded.
   *
   * @param safe value at boot, on link loss and on exit, in the channel's unit
   * @param step commands must be a multiple of this above the range's minimum; 0 for any
   * @param danger what a person must do so that a command is believed to be meant
   * @param lease how long a command away from the safe value holds without being renewed; zero for
   *     ever
   */
  public record Control(double safe, double step, Danger danger, Duration lease) {

    /** What a device says of its output; the rest comes from the configuration. */
    public Control(double safe, double step, boolean dangerous) {
      this(safe, step, dangerous ? Danger.CONFIRM : Danger.NONE, Duration.ZERO);
    }

    /** Whether a command needs a proof that it is meant. */
    public boolean dangerous() {
      return danger != Danger.NONE;
    }
  }

  /** How a person proves that a command is meant; the word on the wire is the name in small. */
  public enum Danger {
    /** Not at all. */
    NONE,
    /** By saying yes. */
    CONFIRM,
    /** By holding the button for a second. */
    HOLD,
    /** By typing the name of the device. */
    TYPE;

    /** The word on the wire and in a configuration. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether it takes commands. */
  public boolean writable() {
    return control.isPresent();
  }

  /**
   * Half of the smallest difference that the wire can show: two values closer than this are the
   * same value.
   */
  public double tolerance() {
    return switch (scale) {
      case Scale.Floating _ -> 1e-6;
      case Scale.Decimals _, Scale.Ratio _ -> 0.5 / scale.factor();
    };
  }
}
