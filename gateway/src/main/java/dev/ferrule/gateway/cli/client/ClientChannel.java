package dev.ferrule.gateway.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.gateway.json.WireNumber;
import dev.ferrule.gateway.model.Scale;
import dev.ferrule.gateway.wording.Numbers;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * A channel as the gateway's dictionary describes it.
 *
 * @param number its number in readings
 * @param id {@code device.channel}
 * @param device id of its device
 * @param unit UCUM code, may be empty
 * @param kind {@code number}, {@code switch}, {@code enum} or {@code counter}
 * @param decimals places to show, or {@link #FREE} for as many as the value has
 * @param writable whether it takes commands
 * @param labels words for values
 */
public record ClientChannel(
    int number,
    String id,
    String device,
    String unit,
    String kind,
    int decimals,
    boolean writable,
    Map<Integer, String> labels) {

  /** A float or a ratio: no fixed number of places. */
  static final int FREE = -1;

  /** Digits of what has no fixed number of places; whole numbers keep all of theirs. */
  private static final int LEAST_DIGITS = 6;

  private static final Map<String, String> SYMBOLS =
      Map.of("Cel", "°C", "[degF]", "°F", "Ohm", "Ω", "deg", "°", "1", "");

  static ClientChannel of(JsonNode entry) {
    boolean fixed = entry.has("decimals") && !entry.path("float").asBoolean();
    Map<Integer, String> labels = new TreeMap<>();
    entry
        .path("labels")
        .properties()
        .forEach(
            label ->
                integer(label.getKey()).ifPresent(n -> labels.put(n, clean(label.getValue()))));
    String kind = entry.path("kind").asText("number");
    if (kind.equals("switch")) {
      labels.putIfAbsent(0, "off");
      labels.putIfAbsent(1, "on");
    }
    return new ClientChannel(
        entry.path("n").asInt(),
        clean(entry.path("id")),
        clean(entry.path("device")),
        clean(entry.path("unit")),
        kind,
        fixed ? Math.clamp(entry.path("decimals").asInt(), 0, 9) : FREE,
        entry.path("access").asText().contains("w"),
        labels);
  }

  /** A text that does nothing to a terminal. */
  private static String clean(JsonNode text) {
    return text.asText().replaceAll("\\p{Cntrl}", "?");
  }

  private static Optional<Integer> integer(String text) {
    try {
      return Optional.of(Integer.valueOf(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The name within the device. */
  String key() {
    return id.startsWith(device + ".") ? id.substring(device.length() + 1) : id;
  }

  /** A value for people: its word, or the number with its decimals, and the unit. */
  public String text(double value) {
    String word = value == Math.rint(value) ? labels.get((int) value) : null;
    if (word != null) {
      return word;
    }
    String symbol = SYMBOLS.getOrDefault(unit, unit);
    return symbol.isEmpty() ? number(value) : number(value) + " " + symbol;
  }

  /** A value as a number, rounded to what it can show. */
  String number(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    if (decimals != FREE) {
      StringBuilder text = new StringBuilder();
      WireNumber.append(text, value, new Scale.Decimals(decimals));
      return text.toString();
    }
    BigDecimal exact = BigDecimal.valueOf(value);
    int digits = Math.max(LEAST_DIGITS, exact.precision() - exact.scale());
    MathContext rounding = new MathContext(digits, RoundingMode.HALF_EVEN);
    return Numbers.plain(exact.round(rounding).doubleValue());
  }

  /**
   * What a person typed as a value: a number, or a word of this channel; empty when it is neither.
   */
  OptionalDouble parse(String typed) {
    for (Map.Entry<Integer, String> label : labels.entrySet()) {
      if (label.getValue().equalsIgnoreCase(typed)) {
        return OptionalDouble.of(label.getKey());
      }
    }
    if (kind.equals("switch")) {
      // Also when the words of the switch are open and closed.
      switch (typed.toLowerCase(Locale.ROOT)) {
        case "on", "true", "yes" -> {
          return OptionalDouble.of(1);
        }
        case "off", "false", "no" -> {
          return OptionalDouble.of(0);
        }
        default -> {}
      }
    }
    if (typed.length() > 40) {
      return OptionalDouble.empty();
    }
    try {
      double value = new BigDecimal(typed).doubleValue();
      return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  /** The words that {@link #parse} takes. */
  Collection<String> words() {
    return labels.values();
  }
}
