package dev.ferrule.sim.scenario;

import dev.ferrule.protocol.Kind;
import dev.ferrule.sim.scenario.ChannelPlan.Access;
import dev.ferrule.sim.scenario.ChannelPlan.Range;
import dev.ferrule.sim.scenario.signal.Signal;
import dev.ferrule.sim.scenario.signal.SignalReader;
import dev.ferrule.sim.scenario.yaml.Fields;
import dev.ferrule.sim.scenario.yaml.Node;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads one channel of a board. */
final class ChannelReader {

  private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_]{0,31}");
  private static final Duration SHORTEST = Duration.ofNanos(100_000);

  /** How often a line is looked at when the scenario does not say, and at least. */
  private static final Duration SAMPLE_PERIOD = Duration.ofMillis(10);

  private static final Duration LONGEST_SAMPLE_PERIOD = Duration.ofSeconds(1);

  private final Fields channel;
  private final String board;
  private final int index;
  private final BoardPlan.Driver driver;

  /**
   * Reads a channel.
   *
   * @param board name, for references to channels of the same board
   * @param index of the channel, its id when it has none
   * @param driver of the board
   */
  ChannelReader(Fields channel, String board, int index, BoardPlan.Driver driver) {
    this.channel = channel;
    this.board = board;
    this.index = index;
    this.driver = driver;
  }

  Optional<ChannelPlan> read() {
    try (channel) {
      int id = (int) channel.integer("id", 0, 1023, index);
      String key = channel.requiredText("key");
      if (channel.has("key") && !KEY.matcher(key).matches()) {
        channel.refuse("key", "\"" + key + "\" must be [a-z][a-z0-9_]*, at most 32 letters");
      }
      String name = channel.text("name", key);
      String unit = channel.text("unit", "");
      SortedMap<Integer, String> labels = labels();
      Kind kind = kind(labels);
      int decimals = (int) channel.integer("decimals", 0, 9, 0);
      Optional<Range> range = range(kind);
      Duration period = period();
      Optional<Access> access = access();
      Signal signal = new SignalReader(channel, board).read();
      int line = isLine() ? (int) channel.integer("line", 0, Pin.COUNT - 1, 0) : 0;
      Optional<Register> register =
          driver == BoardPlan.Driver.MODBUS_RTU ? register(kind) : Optional.empty();
      if (range.isEmpty() || access.isEmpty()) {
        return Optional.empty();
      }
      Optional<Pin> pin =
          isLine() ? pin(line, kind, access.get(), range.get(), period) : Optional.empty();
      return channel.build(
          () ->
              new ChannelPlan(
                  id,
                  key,
                  name,
                  unit,
                  kind,
                  decimals,
                  range.get(),
                  period,
                  access.get(),
                  labels,
                  signal,
                  register,
                  pin));
    }
  }

  private Kind kind(SortedMap<Integer, String> labels) {
    String kind =
        channel.choice(
            "kind",
            isLine() ? "switch" : labels.isEmpty() ? "number" : "enum",
            List.of("number", "switch", "enum", "float", "counter"));
    return switch (kind) {
      case "switch" -> Kind.SWITCH;
      case "enum" -> Kind.ENUMERATION;
      case "float" -> Kind.FLOAT;
      case "counter" -> Kind.COUNTER;
      default -> Kind.NUMBER;
    };
  }

  private boolean isLine() {
    return driver == BoardPlan.Driver.GPIO;
  }

  /** Where a channel of a GPIO board is, which follows from what it is. */
  private Optional<Pin> pin(int line, Kind kind, Access access, Range range, Duration period) {
    boolean pwm = kind == Kind.NUMBER && access.writable();
    if (!channel.has("line")) {
      channel.refuse("needs line");
    }
    if (!access.readable()) {
      channel.refuse("access", "is r or rw: the level of a line can always be read");
    }
    if (!pwm && kind != Kind.SWITCH && (kind != Kind.COUNTER || access.writable())) {
      channel.refuse(
          "kind", "of a line is switch, counter (pulses a second), or number with access rw (PWM)");
    }
    if (pwm && (range.clamp(0) != 0 || range.clamp(100) != 100)) {
      channel.refuse("min", "and max leave 0 to 100 percent to a PWM output");
    }
    if (access.writable()
        && (access.safe() != Math.rint(access.safe())
            || access.safe() < 0
            || access.safe() > (pwm ? 100 : 1))) {
      channel.refuse("safe", pwm ? "is a whole percentage, 0 to 100" : "is 0 or 1");
    }
    if (period.isZero() || period.compareTo(LONGEST_SAMPLE_PERIOD) > 0) {
      channel.refuse("period", "is how often the line is looked at, 100us to 1s");
    }
    return Optional.of(new Pin(pwm, line));
  }

  private Optional<Register> register(Kind kind) {
    int unit = (int) channel.integer("unit_id", 1, 247, 1);
    List<Register.Table> tables =
        Arrays.stream(Register.Table.values()).filter(t -> channel.has(word(t))).toList();
    if (tables.size() != 1) {
      channel.refuse("needs one of coil, discrete, holding and input, with the address");
      return Optional.empty();
    }
    Register.Table table = tables.getFirst();
    int address = (int) channel.integer(word(table), 0, 65_535, 0);
    List<Register.Type> types = List.of(Register.Type.values());
    String type =
        channel.choice(
            "type",
            kind == Kind.FLOAT ? "float32" : "int16",
            types.stream().map(ChannelReader::word).toList());
    return types.stream()
        .filter(t -> word(t).equals(type))
        .findFirst()
        .map(t -> new Register(unit, table, address, t));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private Optional<Range> range(Kind kind) {
    Optional<Double> min = channel.optionalNumber("min");
    Optional<Double> max = channel.optionalNumber("max");
    if (kind == Kind.SWITCH && min.isEmpty() && max.isEmpty()) {
      return Optional.of(new Range(Optional.of(0.0), Optional.of(1.0)));
    }
    return channel.build(() -> new Range(min, max));
  }

  private Duration period() {
    Duration period = channel.duration("period", isLine() ? SAMPLE_PERIOD : Duration.ofSeconds(1));
    if (!period.isZero() && period.compareTo(SHORTEST) < 0) {
      channel.refuse("period", "must be at least 100us, or 0s for a reading on each change");
      return SHORTEST;
    }
    return period;
  }

  private Optional<Access> access() {
    String access = channel.choice("access", "r", List.of("r", "w", "rw"));
    boolean dangerous = channel.flag("dangerous", false);
    double safe = channel.number("safe", 0);
    boolean writable = access.contains("w");
    if (!writable && channel.has("safe")) {
      channel.refuse("safe", "is for outputs, access w or rw");
    }
    return channel.build(() -> new Access(access.contains("r"), writable, dangerous, safe));
  }

  private SortedMap<Integer, String> labels() {
    SortedMap<Integer, String> labels = new TreeMap<>();
    if (!channel.has("labels")) {
      return labels;
    }
    try (Fields fields = channel.under("labels")) {
      for (Map.Entry<String, Node> entry : fields.all().entrySet()) {
        try {
          labels.put(Integer.parseInt(entry.getKey()), fields.text(entry.getKey(), ""));
        } catch (NumberFormatException e) {
          fields.refuse(entry.getKey(), "must be a whole number");
        }
      }
    }
    return labels;
  }
}
