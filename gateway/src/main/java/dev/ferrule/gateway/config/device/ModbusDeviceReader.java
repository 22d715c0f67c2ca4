package dev.ferrule.gateway.config.device;

import dev.ferrule.gateway.config.yaml.Section;
import dev.ferrule.gateway.device.OutputSettings;
import dev.ferrule.gateway.device.modbus.ExpectedUnit;
import dev.ferrule.gateway.device.modbus.ExpectedUnit.Register;
import dev.ferrule.gateway.device.modbus.ModbusChannel;
import dev.ferrule.gateway.device.modbus.ModbusSettings;
import dev.ferrule.gateway.device.modbus.registers.Encoding;
import dev.ferrule.gateway.device.modbus.registers.RegisterType;
import dev.ferrule.gateway.device.modbus.registers.Table;
import dev.ferrule.gateway.model.ValueRange;
import dev.ferrule.gateway.wording.Numbers;
import dev.ferrule.protocol.Kind;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The part of a configuration that describes a Modbus unit and its channels. */
public final class ModbusDeviceReader {

  private static final Map<String, Table> TABLES = new LinkedHashMap<>();

  static {
    TABLES.put("holding", Table.HOLDING_REGISTER);
    TABLES.put("input", Table.INPUT_REGISTER);
    TABLES.put("coil", Table.COIL);
    TABLES.put("discrete", Table.DISCRETE_INPUT);
  }

  private static final List<String> OF_REGISTERS =
      List.of("type", "bits", "scale", "offset", "word_order", "byte_order");
  private static final List<String> OF_IDENTITIES =
      List.of("value", "type", "bits", "word_order", "byte_order");
  private static final List<String> OF_NUMBERS = List.of("decimals", "min", "max", "step", "unit");
  private static final List<String> OF_OUTPUTS = List.of("safe", "step", "danger");
  private static final Pattern BITS = Pattern.compile("([0-9]{1,2})(?:-([0-9]{1,2}))?");
  private static final int MOST_DECIMALS = 9;

  private ModbusDeviceReader() {}

  /** The driver's settings; null when something in {@code device} is wrong. */
  public static @Nullable DriverSettings read(Section device) {
    Section section = device.section("channels");
    List<ModbusChannel> channels = new ArrayList<>();
    for (String key : section.names()) {
      ModbusChannel made = channel(key, section.section(key), device);
      if (made != null) {
        channels.add(made);
      }
    }
    int unit = device.integer("unit", 0);
    Duration timeout =
        device.duration(
            "timeout",
            ModbusSettings.DEFAULT_TIMEOUT,
            ModbusSettings.MIN_TIMEOUT,
            ModbusSettings.MAX_TIMEOUT);
    int maxGap = device.integer("max_gap", ModbusSettings.DEFAULT_MAX_GAP);
    boolean showsLoad = device.flag("line_load", false);
    Optional<ExpectedUnit> expected = expected(device);
    return device.make(
        () ->
            new DriverSettings.Modbus(
                new ModbusSettings(unit, timeout, maxGap, showsLoad, expected, channels)));
  }

  private static Optional<ExpectedUnit> expected(Section device) {
    Section expect = device.section("expect");
    if (!device.has("expect")) {
      return Optional.empty();
    }
    Optional<Register> register = register(expect, device);
    return Optional.ofNullable(
        expect.make(() -> new ExpectedUnit(register, expect.raw("vendor"), expect.raw("product"))));
  }

  /** The register by which a unit is known; empty when there is none, or none that is right. */
  private static Optional<Register> register(Section expect, Section device) {
    List<String> places = List.of("holding", "input").stream().filter(expect::has).toList();
    if (places.isEmpty()) {
      refuse(expect, OF_IDENTITIES, "is for a register: holding or input, with the address");
      return Optional.empty();
    }
    if (places.size() > 1 || !expect.has("value")) {
      expect.problem("needs one of holding and input, with the address, and value");
      return Optional.empty();
    }
    String place = places.getFirst();
    Table table = TABLES.getOrDefault(place, Table.HOLDING_REGISTER);
    Encoding encoding = encoding(expect, device);
    return encoding == null
        ? Optional.empty()
        : Optional.ofNullable(
            expect.make(
                "value",
                () ->
                    new Register(
                        table,
                        expect.integer(place, 0),
                        encoding,
                        expect.number("value").orElse(Double.NaN))));
  }

  private static @Nullable ModbusChannel channel(String key, Section section, Section device) {
    List<String> places = TABLES.keySet().stream().filter(section::has).toList();
    if (places.size() != 1) {
      section.problem("needs one of holding, input, coil and discrete, with the address");
      return null;
    }
    String place = places.getFirst();
    Table table = TABLES.getOrDefault(place, Table.HOLDING_REGISTER);
    if (table.isBits()) {
      refuse(section, OF_REGISTERS, "is for registers, not for a " + table.words());
    }
    Encoding encoding = encoding(section, device);
    if (encoding == null) {
      return null;
    }
    double scale = section.number("scale").orElse(1);
    double offset = section.number("offset").orElse(0);
    Kind kind = kind(section, table, encoding);
    ValueRange range = range(section, kind);
    if (range == null) {
      return null;
    }
    Optional<OutputSettings> output = output(section, table, kind, range);
    Duration period =
        section.duration(
            "period",
            Duration.ofSeconds(1),
            ModbusChannel.SHORTEST_PERIOD,
            ModbusChannel.LONGEST_PERIOD);
    return section.make(
        () ->
            new ModbusChannel(
                key,
                section.text("name").orElse(key),
                section.unit("unit").orElse(""),
                kind,
                section.integer("decimals", decimals(scale, offset)),
                table,
                section.integer(place, 0),
                encoding,
                scale,
                offset,
                range,
                period,
                OutputReader.readable(section),
                output));
  }

  private static @Nullable Encoding encoding(Section section, Section device) {
    String word = section.text("type").orElse(RegisterType.UINT16.word());
    RegisterType type =
        Arrays.stream(RegisterType.values())
            .filter(t -> t.word().equals(word))
            .findFirst()
            .orElse(RegisterType.UINT16);
    boolean littleWords = isLittle("word_order", section, device);
    boolean littleBytes = isLittle("byte_order", section, device);
    Encoding whole = Encoding.of(type, littleWords, littleBytes);
    Optional<String> bits =
        section.has("bits")
            ? section.text("bits").or(() -> Optional.of("" + section.integer("bits", 0)))
            : Optional.empty();
    return bits.isEmpty() ? whole : section.make("bits", () -> field(whole, bits.get()));
  }

  private static Encoding field(Encoding whole, String bits) {
    Matcher matcher = BITS.matcher(bits);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("must be a bit such as 3, or bits such as \"4-7\"");
    }
    int first = Integer.parseInt(matcher.group(1));
    int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
    return whole.field(first, last - first + 1);
  }

  private static boolean isLittle(String key, Section section, Section device) {
    return section.text(key).or(() -> device.text(key)).orElse("big").equals("little");
  }

  private static Kind kind(Section section, Table table, Encoding encoding) {
    boolean isBit = table.isBits() || encoding.bits() == 1;
    boolean isFloat = encoding.type().isFloat() && !section.has("decimals");
    Kind usual = isBit ? Kind.SWITCH : isFloat ? Kind.FLOAT : Kind.NUMBER;
    Kind kind =
        section
            .text("kind")
            .map(
                word ->
                    switch (word) {
                      case "switch" -> Kind.SWITCH;
                      case "float" -> Kind.FLOAT;
                      case "counter" -> Kind.COUNTER;
                      default -> Kind.NUMBER;
                    })
            .orElse(usual);
    if (kind == Kind.SWITCH) {
      refuse(section, OF_NUMBERS, "says nothing about a switch, which is 0 or 1");
    } else if (table.isBits()) {
      section.problem("kind", "must be switch for a " + table.words());
    } else if (kind == Kind.FLOAT) {
      refuse(section, List.of("decimals"), "says nothing about a float, which is sent as it is");
    }
    return kind;
  }

  private static @Nullable ValueRange range(Section section, Kind kind) {
    if (kind == Kind.SWITCH) {
      return new ValueRange(0, 1);
    }
    double min = section.number("min").orElse(Double.NEGATIVE_INFINITY);
    double max = section.number("max").orElse(Double.POSITIVE_INFINITY);
    if (min >= max) {
      section.problem(
          "max", "must be above min, which is " + Numbers.text(min) + ", not " + Numbers.text(max));
      return null;
    }
    return new ValueRange(min, max);
  }

  private static Optional<OutputSettings> output(
      Section section, Table table, Kind kind, ValueRange range) {
    if (!section.flag("write", false)) {
      refuse(section, OF_OUTPUTS, "needs \"write: true\" beside it: the channel takes no commands");
      return Optional.empty();
    }
    if (!table.isWritable()) {
      section.problem("write", table.words() + "s cannot be written");
    } else if (kind == Kind.COUNTER) {
      section.problem("write", "a counter only counts and takes no commands");
    }
    OptionalDouble safe = OutputReader.safe(section, kind, range);
    double step = section.number("step").orElse(0);
    boolean danger = section.flag("danger", false);
    return Optional.ofNullable(section.make("safe", () -> new OutputSettings(safe, step, danger)));
  }

  /** As many as show each step: 1 for a scale of 0.1 or 0.5, 2 for 0.25. */
  private static int decimals(double scale, double offset) {
    int needed =
        Math.max(
            BigDecimal.valueOf(scale).stripTrailingZeros().scale(),
            BigDecimal.valueOf(offset).stripTrailingZeros().scale());
    return Math.clamp(needed, 0, MOST_DECIMALS);
  }

  private static void refuse(Section section, List<String> keys, String reason) {
    for (String key : keys) {
      if (section.has(key)) {
        section.problem(key, reason);
      }
    }
  }
}
