package dev.ferrule.gateway.model;

import dev.ferrule.protocol.Kind;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

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
   * @param safe value at boot, on link loss and on exit, in the channel's unit; empty when the
   *     output is left as it is unless somebody commands it
   * @param step commands must be a multiple of this above the range's minimum; 0 for any
   * @param danger what a person must do so that a command is believed to be meant
   * @param lease how long a command away from the safe value holds without being renewed; zero for
   *     ever
   * @param needs what must hold while it is away from its safe value, as PROTOCOL.md B3 writes it;
   *     empty for nothing
   * @param others ids of the outputs that must be at their safe values meanwhile
   */
  public record Control(
      OptionalDouble safe,
      double step,
      Danger danger,
      Duration lease,
      String needs,
      Set<String> others) {

    public Control {
      others = Collections.unmodifiableSet(new LinkedHashSet<>(others));
    }

    /** What a device says of its output; the rest comes from the configuration. */
    public Control(OptionalDouble safe, double step, boolean dangerous) {
      this(safe, step, dangerous ? Danger.CONFIRM : Danger.NONE, Duration.ZERO, "", Set.of());
    }

    /** The same of an output that has a safe value. */
    public Control(double safe, double step, boolean dangerous) {
      this(OptionalDouble.of(safe), step, dangerous);
    }

    /** Whether a value is exactly the safe one. */
    public boolean isSafe(double value) {
      return safe.isPresent() && safe.getAsDouble() == value;
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

  /** Whether it goes to a safe value by itself. */
  public boolean hasSafe() {
    return control.filter(how -> how.safe().isPresent()).isPresent();
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

  /** Whether two values are the same, as far as the channel can tell them apart. */
  public boolean isSame(double one, double other) {
    double floating = scale instanceof Scale.Floating ? 2 * Math.ulp((float) one) : 0;
    return Math.abs(one - other) <= Math.max(tolerance(), floating);
  }

  /** Whether a value arrives as it is, and not rounded to another one. */
  public boolean canHold(double value) {
    double steps = value * scale.factor();
    return scale instanceof Scale.Floating
        || Math.abs(steps - Math.rint(steps)) <= Math.max(1e-6, 2 * Math.ulp(steps));
  }
}
