package dev.ferrule.gateway.config.device;

import dev.ferrule.gateway.config.yaml.Section;
import dev.ferrule.gateway.device.OutputSettings;
import dev.ferrule.gateway.device.text.Calibration;
import dev.ferrule.gateway.device.text.ExpectedBanner;
import dev.ferrule.gateway.device.text.Poll;
import dev.ferrule.gateway.device.text.TextChannel;
import dev.ferrule.gateway.device.text.TextOutput;
import dev.ferrule.gateway.device.text.TextSettings;
import dev.ferrule.gateway.device.text.fields.FieldFormat;
import dev.ferrule.gateway.device.text.fields.NumberForm;
import dev.ferrule.gateway.device.text.fields.NumberForm.Radix;
import dev.ferrule.gateway.device.text.framing.Framing;
import dev.ferrule.gateway.model.ValueRange;
import dev.ferrule.gateway.wording.Numbers;
import dev.ferrule.gateway.wording.Printable;
import dev.ferrule.protocol.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The part of a configuration that describes a text board and its channels. */
public final class TextDeviceReader {

  private static final List<String> OF_OUTPUTS =
      List.of("safe", "step", "danger", "acknowledgement", "refusal");
  private static final List<String> OF_NUMBERS =
      List.of("decimals", "min", "max", "step", "unit", "scale", "offset", "radix");

  private TextDeviceReader() {}

  /** The driver's settings; null when something in {@code device} is wrong. */
  public static @Nullable DriverSettings read(Section device) {
    Framing framing = TextFramingReader.read(device);
    FieldFormat format = TextFieldsReader.read(device);
    boolean comma = TextFieldsReader.hasComma(device);
    Optional<ExpectedBanner> expected = ExpectReader.banner(device);
    Optional<Poll> poll = poll(device);
    Section section = device.section("channels");
    List<TextChannel> channels = new ArrayList<>();
    Map<String, String> byField = new HashMap<>();
    for (String key : section.names()) {
      Section channel = section.section(key);
      String field = channel.text("field").orElse(key);
      String other = byField.putIfAbsent(field, key);
      if (other != null) {
        channel.problem(
            "field",
            "\""
                + Printable.plain(field)
                + "\" is the field of "
                + other
                + " too (line "
                + section.line(other)
                + ")");
      }
      if (format != null && channel.flag("readable", true)) {
        channel.make(
            channel.has("field") ? "field" : "",
            () -> {
              format.require(field);
              return field;
            });
      }
      TextChannel made = channel(key, field, comma, channel);
      if (made != null) {
        channels.add(made);
      }
    }
    if (framing == null || format == null) {
      return null;
    }
    return device.make(
        () -> new DriverSettings.Text(new TextSettings(framing, format, expected, poll, channels)));
  }

  private static Optional<Poll> poll(Section device) {
    if (!device.has("poll")) {
      return Optional.empty();
    }
    Section section = device.section("poll");
    Duration every =
        section.duration("every", Duration.ofSeconds(1), Duration.ofMillis(50), Duration.ofDays(1));
    return Optional.ofNullable(
        section.make("write", () -> new Poll(section.text("write").orElse(""), every)));
  }

  private static @Nullable Calibration calibration(Section section) {
    return section.make(
        "scale",
        () ->
            new Calibration(section.number("scale").orElse(1), section.number("offset").orElse(0)));
  }

  private static Radix radix(Section section) {
    if (!section.has("radix")) {
      return Radix.UNDECLARED;
    }
    boolean hex = section.integer("radix", 10) == 16;
    if (hex && section.has("write")) {
      section.problem("radix", "cannot stand beside write: commands are written in decimal digits");
    }
    return hex ? Radix.HEXADECIMAL : Radix.DECIMAL;
  }

  private static @Nullable TextChannel channel(
      String key, String field, boolean comma, Section section) {
    Kind kind = kind(section);
    double min = section.number("min").orElse(Double.NEGATIVE_INFINITY);
    double max = section.number("max").orElse(Double.POSITIVE_INFINITY);
    if (kind == Kind.SWITCH) {
      refuse(section, OF_NUMBERS, "says nothing about a switch, which is 0 or 1");
      min = 0;
      max = 1;
    } else if (kind == Kind.FLOAT) {
      refuse(section, List.of("decimals"), "says nothing about a float, which is sent as it is");
    }
    if (min >= max) {
      section.problem(
          "max", "must be above min, which is " + Numbers.text(min) + ", not " + Numbers.text(max));
      return null;
    }
    ValueRange range = new ValueRange(min, max);
    Optional<TextOutput> output = output(kind, range, section);
    Calibration calibration = calibration(section);
    if (calibration == null) {
      return null;
    }
    var numbers = new NumberForm(radix(section), comma);
    boolean readable = OutputReader.readable(section);
    Duration period =
        section.duration("period", Duration.ofSeconds(1), Duration.ZERO, Duration.ofDays(1));
    return section.make(
        () ->
            new TextChannel(
                key,
                field,
                section.text("name").orElse(key),
                section.unit("unit").orElse(""),
                kind,
                section.integer("decimals", 0),
                numbers,
                calibration,
                range,
                period,
                readable,
                output));
  }

  private static Kind kind(Section section) {
    return switch (section.text("kind").orElse("number")) {
      case "switch" -> Kind.SWITCH;
      case "float" -> Kind.FLOAT;
      case "counter" -> Kind.COUNTER;
      default -> Kind.NUMBER;
    };
  }

  private static Optional<TextOutput> output(Kind kind, ValueRange range, Section section) {
    if (!section.has("write")) {
      refuse(section, OF_OUTPUTS, "needs \"write\" beside it: the channel takes no commands");
      return Optional.empty();
    }
    if (section.has("refusal") && !section.has("acknowledgement")) {
      section.problem("refusal", "needs \"acknowledgement\" beside it: else no answer is awaited");
    }
    if (kind == Kind.COUNTER) {
      section.problem("write", "a counter only counts and takes no commands");
    }
    OptionalDouble safe = OutputReader.safe(section, kind, range);
    double step = section.number("step").orElse(0);
    String write = section.text("write").orElse(TextOutput.DEFAULT_TEMPLATE);
    return Optional.ofNullable(
        section.make(
            "write",
            () ->
                new TextOutput(
                    write,
                    new OutputSettings(safe, step, section.flag("danger", false)),
                    section.text("acknowledgement"),
                    section.text("refusal").orElse(TextOutput.DEFAULT_REFUSAL))));
  }

  private static void refuse(Section section, List<String> keys, String reason) {
    for (String key : keys) {
      if (section.has(key)) {
        section.problem(key, reason);
      }
    }
  }
}
