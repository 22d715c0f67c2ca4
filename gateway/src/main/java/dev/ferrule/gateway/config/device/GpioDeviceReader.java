package dev.ferrule.gateway.config.device;

import dev.ferrule.gateway.config.yaml.Section;
import dev.ferrule.gateway.device.gpio.GpioChannel;
import dev.ferrule.gateway.device.gpio.GpioChip;
import dev.ferrule.gateway.device.gpio.GpioSettings;
import dev.ferrule.gateway.wording.Numbers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of a configuration that describes the lines of a GPIO chip. */
public final class GpioDeviceReader {

  private static final int DEFAULT_PWM_HZ = 1000;

  private static final Map<String, List<String>> KEYS_OF_MODE =
      Map.of(
          "input", List.of("active_low", "pull", "debounce"),
          "counter", List.of("active_low", "pull", "debounce", "edge", "period"),
          "frequency",
              List.of(
                  "active_low", "pull", "debounce", "edge", "period", "unit", "scale", "decimals"),
          "output", List.of("active_low", "drive", "safe", "danger"),
          "pwm", List.of("frequency", "safe", "danger"));

  private static final List<String> OF_EVERY_MODE = List.of("line", "mode", "name");

  private GpioDeviceReader() {}

  /** The driver's settings; null when something in {@code device} is wrong. */
  public static @Nullable DriverSettings read(Section device) {
    String named = device.text("chip").orElse(GpioChip.HEADER);
    if (named.startsWith("/dev/gpiochip")) {
      device.problem(
          "chip",
          "must be header or the label that gpiodetect shows in brackets, not "
              + named
              + ", which may be another chip after the next start");
    }
    GpioChip chip = GpioChip.of(named);
    Section section = device.section("channels");
    List<GpioChannel> channels = new ArrayList<>();
    Map<String, String> byLine = new HashMap<>();
    for (String key : section.names()) {
      Section channel = section.section(key);
      String mode = channel.text("mode").orElse("input");
      if (channel.has("line")) {
        checkLine(channel, chip, mode, byLine.putIfAbsent(place(channel, mode), key), section);
      }
      GpioChannel made = channel(key, mode, channel);
      if (made != null) {
        channels.add(made);
      }
    }
    String pwm = device.text("pwm_chip").orElse("");
    return device.make(() -> new DriverSettings.Gpio(new GpioSettings(chip, pwm, channels)));
  }

  private static String place(Section channel, String mode) {
    return (mode.equals("pwm") ? "pwm " : "line ") + channel.integer("line", -1);
  }

  private static void checkLine(
      Section channel, GpioChip chip, String mode, @Nullable String other, Section channels) {
    int line = channel.integer("line", -1);
    if (other != null) {
      channel.problem(
          "line", line + " is the line of " + other + " too (line " + channels.line(other) + ")");
    }
    if (!mode.equals("pwm") && line > chip.maxLine()) {
      channel.problem(
          "line", "must be 0 to " + chip.maxLine() + " on the " + chip + ", not " + line);
    }
  }

  private static @Nullable GpioChannel channel(String key, String mode, Section section) {
    for (String name : section.names()) {
      List<String> known = KEYS_OF_MODE.getOrDefault(mode, List.of());
      boolean ofAnother = KEYS_OF_MODE.values().stream().anyMatch(keys -> keys.contains(name));
      if (ofAnother && !known.contains(name) && !OF_EVERY_MODE.contains(name)) {
        section.problem(
            name, "says nothing about mode " + mode + "; there are: " + String.join(", ", known));
      }
    }
    GpioChannel.Use use =
        switch (mode) {
          case "output" -> output(section);
          case "pwm" -> pwm(section);
          case "counter" -> counter(section);
          case "frequency" -> frequency(section);
          default -> input(section);
        };
    if (use == null) {
      return null;
    }
    return section.make(
        () ->
            new GpioChannel(
                key,
                section.text("name").orElse(key),
                section.integer("line", -1),
                section.flag("active_low", false),
                use));
  }

  private static GpioChannel.@Nullable Use input(Section section) {
    Duration debounce = debounce(section);
    return section.make(() -> new GpioChannel.Input(pull(section), debounce));
  }

  private static GpioChannel.@Nullable Use output(Section section) {
    double safe = safe(section, "0 or 1");
    if (safe != 0 && safe != 1) {
      section.problem("safe", "must be 0 or 1, not " + Numbers.text(safe));
    }
    return section.make(
        () -> new GpioChannel.Output(safe, drive(section), section.flag("danger", false)));
  }

  private static GpioChannel.@Nullable Use pwm(Section section) {
    double safe = safe(section, "0 to 100");
    if (!(safe >= 0 && safe <= 100 && safe == Math.rint(safe))) {
      section.problem("safe", "must be a whole percentage 0 to 100, not " + Numbers.text(safe));
    }
    return section.make(
        () ->
            new GpioChannel.Pwm(
                section.integer("frequency", DEFAULT_PWM_HZ), safe, section.flag("danger", false)));
  }

  private static double safe(Section section, String range) {
    if (!section.has("safe")) {
      section.problem(
          "missing \"safe\": the value ("
              + range
              + ") at start, after a lost chip and when the gateway stops");
    }
    return section.number("safe").orElse(0);
  }

  private static GpioChannel.@Nullable Use counter(Section section) {
    Duration debounce = debounce(section);
    Duration period = period(section);
    return section.make(
        () -> new GpioChannel.Counter(pull(section), debounce, edge(section), period));
  }

  private static GpioChannel.@Nullable Use frequency(Section section) {
    Duration debounce = debounce(section);
    Duration period = period(section);
    return section.make(
        () ->
            new GpioChannel.Frequency(
                pull(section),
                debounce,
                edge(section),
                period,
                section.unit("unit").orElse("Hz"),
                section.number("scale").orElse(1),
                section.integer("decimals", 1)));
  }

  private static Duration debounce(Section section) {
    return section.duration("debounce", Duration.ZERO, Duration.ZERO, GpioChannel.MAX_DEBOUNCE);
  }

  private static Duration period(Section section) {
    return section.duration(
        "period", Duration.ofSeconds(1), GpioChannel.MIN_PERIOD, GpioChannel.MAX_PERIOD);
  }

  private static GpioChannel.Pull pull(Section section) {
    return switch (section.text("pull").orElse("off")) {
      case "up" -> GpioChannel.Pull.UP;
      case "down" -> GpioChannel.Pull.DOWN;
      default -> GpioChannel.Pull.OFF;
    };
  }

  private static GpioChannel.Edge edge(Section section) {
    return switch (section.text("edge").orElse("rising")) {
      case "falling" -> GpioChannel.Edge.FALLING;
      case "both" -> GpioChannel.Edge.BOTH;
      default -> GpioChannel.Edge.RISING;
    };
  }

  private static GpioChannel.Drive drive(Section section) {
    return switch (section.text("drive").orElse("push-pull")) {
      case "open-drain" -> GpioChannel.Drive.OPEN_DRAIN;
      case "open-source" -> GpioChannel.Drive.OPEN_SOURCE;
      default -> GpioChannel.Drive.PUSH_PULL;
    };
  }
}
