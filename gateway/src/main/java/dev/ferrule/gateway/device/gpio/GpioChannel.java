package dev.ferrule.gateway.device.gpio;

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
 * One line of a chip at work.
 *
 * @param key its name in the gateway, {@code [a-z][a-z0-9_]*}, 1 to 32 characters
 * @param name its name for people, 1 to 64 characters
 * @param line offset on the chip, 0 to 1023; on a Raspberry Pi's header the BCM number; of a PWM
 *     output the channel of the PWM chip
 * @param activeLow whether a low level means on
 * @param use what is done with it
 */
public record GpioChannel(String key, String name, int line, boolean activeLow, Use use) {

  /** Longest debounce period. */
  public static final Duration MAX_DEBOUNCE = Duration.ofSeconds(10);

  /** Shortest time between two readings of a counter or a frequency. */
  public static final Duration MIN_PERIOD = Duration.ofMillis(100);

  /** Longest time between two readings of a counter or a frequency. */
  public static final Duration MAX_PERIOD = Duration.ofHours(1);

  /** Highest PWM frequency, in Hz. */
  public static final int MAX_PWM_HZ = 1_000_000;

  /** What pulls an input when nothing drives it. */
  public enum Pull {
    OFF,
    UP,
    DOWN
  }

  /** Which edges count: {@code RISING} from off to on. */
  public enum Edge {
    RISING,
    FALLING,
    BOTH
  }

  /** How an output drives its line; the others leave one of the levels to a resistor. */
  public enum Drive {
    PUSH_PULL,
    OPEN_DRAIN,
    OPEN_SOURCE;

    /** The word for it in configurations. */
    String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /** What is done with a line. */
  public sealed interface Use {}

  /** A use that listens. */
  public sealed interface Listening extends Use {
    /** The resistor inside the chip. */
    Pull pull();

    /** How long a level must last before it counts, 0 to 10 s; zero for at once. */
    Duration debounce();
  }

  /** A switch that is read: each edge is a reading with the time of the edge. */
  public record Input(Pull pull, Duration debounce) implements Listening {
    public Input {
      checkDebounce(debounce);
    }
  }

  /** Edges are counted, modulo 2^32, from 0 when the gateway starts; one reading a period. */
  public record Counter(Pull pull, Duration debounce, Edge edge, Duration period)
      implements Listening {
    public Counter {
      checkDebounce(debounce);
      checkPeriod(period);
    }
  }

  /**
   * Edges a second, times {@code scale}; one reading a period.
   *
   * @param unit UCUM code
   * @param scale what one edge a second amounts to, in {@code unit}; not 0
   * @param decimals places that people see, 0 to 9
   */
  public record Frequency(
      Pull pull,
      Duration debounce,
      Edge edge,
      Duration period,
      String unit,
      double scale,
      int decimals)
      implements Listening {
    public Frequency {
      checkDebounce(debounce);
      checkPeriod(period);
      require(Double.isFinite(scale) && scale > 0, "scale must be above 0, not " + scale);
      require(decimals >= 0 && decimals <= 9, "decimals must be 0 to 9, not " + decimals);
    }
  }

  /** A use that takes commands. */
  public sealed interface Commanded extends Use {
    /** Value at boot, after the chip was lost, and on exit, in the channel's unit. */
    double safe();

    /** Whether a command needs an explicit confirmation. */
    boolean dangerous();
  }

  /** A switch that is set; {@code safe} is 0 or 1. */
  public record Output(double safe, Drive drive, boolean dangerous) implements Commanded {
    public Output {
      require(safe == 0 || safe == 1, "safe must be 0 or 1, not " + safe);
    }
  }

  /** A duty cycle in whole percent; {@code safe} is 0 to 100. */
  public record Pwm(int frequency, double safe, boolean dangerous) implements Commanded {
    public Pwm {
      require(
          frequency >= 1 && frequency <= MAX_PWM_HZ,
          "frequency must be 1 to " + MAX_PWM_HZ + " Hz, not " + frequency);
      require(
          safe >= 0 && safe <= 100 && safe == Math.rint(safe),
          "safe must be a whole percentage from 0 to 100, not " + safe);
    }
  }

  public GpioChannel {
    ChannelRules.requireNames(key, name);
    require(
        line >= 0 && line <= GpioChip.MAX_LINE,
        key + ": line must be 0 to " + GpioChip.MAX_LINE + ", not " + line);
  }

  private static void checkDebounce(Duration debounce) {
    require(
        !debounce.isNegative() && debounce.compareTo(MAX_DEBOUNCE) <= 0,
        "debounce must be 0s to 10s");
  }

  private static void checkPeriod(Duration period) {
    require(
        period.compareTo(MIN_PERIOD) >= 0 && period.compareTo(MAX_PERIOD) <= 0,
        "period must be 100ms to 1h");
  }

  /** This channel as the rest of the gateway sees it. */
  Channel describe(String device) {
    ValueRange range =
        switch (use) {
          case Input _, Output _ -> new ValueRange(0, 1);
          case Counter _ -> new ValueRange(0, 0xFFFF_FFFFL);
          case Frequency _ -> new ValueRange(0, Double.POSITIVE_INFINITY);
          case Pwm _ -> new ValueRange(0, 100);
        };
    Kind kind =
        switch (use) {
          case Input _, Output _ -> Kind.SWITCH;
          case Counter _ -> Kind.COUNTER;
          case Frequency _, Pwm _ -> Kind.NUMBER;
        };
    Optional<Channel.Control> control =
        use instanceof Commanded c
            ? Optional.of(new Channel.Control(c.safe(), c instanceof Pwm ? 1 : 0, c.dangerous()))
            : Optional.empty();
    return new Channel(
        new ChannelId(device, key),
        name,
        use instanceof Frequency f ? f.unit() : use instanceof Pwm ? "%" : "",
        kind,
        new Scale.Decimals(use instanceof Frequency f ? f.decimals() : 0),
        range,
        period(),
        true,
        control,
        Map.of());
  }

  /** Time between two readings; zero for what reports only on change. */
  Duration period() {
    return switch (use) {
      case Counter counter -> counter.period();
      case Frequency frequency -> frequency.period();
      case Input _, Output _, Pwm _ -> Duration.ZERO;
    };
  }
}
