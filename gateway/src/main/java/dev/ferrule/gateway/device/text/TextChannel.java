package dev.ferrule.gateway.device.text;

import static dev.ferrule.gateway.device.ChannelRules.require;

import dev.ferrule.gateway.device.ChannelRules;
import dev.ferrule.gateway.device.text.fields.NumberForm;
import dev.ferrule.gateway.device.text.fields.NumberForm.Radix;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Scale;
import dev.ferrule.gateway.model.ValueRange;
import dev.ferrule.protocol.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One value in a board's lines.
 *
 * @param key its name in the gateway, {@code [a-z][a-z0-9_]*}, 1 to 32 characters
 * @param field its name in the frames: what stands before the {@code =}, a column, a JSON name, a
 *     group of the pattern or a field of the layout; 1 to 64 bytes without blank, comma, semicolon
 *     or {@code =}; usually the key
 * @param name its name for people, 1 to 64 characters
 * @param unit UCUM code, empty for a bare number
 * @param kind number, switch, float or counter; for a switch the words on, off, true and false are
 *     1 and 0
 * @param decimals places that people see, 0 to 9; nothing for kind float
 * @param numbers how the board writes them; an output's is decimal with a point
 * @param calibration scale and offset; none for a switch
 * @param range values that are possible; others are shown as uncertain, and refused in commands
 * @param period expected time between readings, at most a day; zero when it reports only on change
 * @param readable whether it comes in lines; false for an output that never reports back
 * @param output how it is commanded; empty when it is not
 */
public record TextChannel(
    String key,
    String field,
    String name,
    String unit,
    Kind kind,
    int decimals,
    NumberForm numbers,
    Calibration calibration,
    ValueRange range,
    Duration period,
    boolean readable,
    Optional<TextOutput> output) {

  private static final Duration LONGEST_PERIOD = Duration.ofDays(1);

  public TextChannel {
    ChannelRules.requireNames(key, name);
    int fieldLength = field.getBytes(StandardCharsets.UTF_8).length;
    require(
        fieldLength >= 1 && fieldLength <= 64 && field.chars().noneMatch(TextChannel::ends),
        key + ": field must be 1 to 64 bytes without blank, comma, semicolon or =");
    require(kind != Kind.ENUMERATION, key + ": a text device has no enumerations");
    ChannelRules.requireDecimals(key, decimals);
    require(
        !period.isNegative() && period.compareTo(LONGEST_PERIOD) <= 0,
        key + ": period must be 0 to 24 h");
    require(
        output.isEmpty() || numbers.radix() != Radix.HEXADECIMAL,
        key + ": what is written to a board is decimal");
    require(readable || output.isPresent(), key + ": neither readable nor commanded");
    if (kind == Kind.SWITCH) {
      range = new ValueRange(0, 1);
      decimals = 0;
      require(calibration.equals(Calibration.NONE), key + ": a switch has no scale and no offset");
    }
    if (output.isPresent()) {
      ChannelRules.requireSafe(key, output.get().settings().safe(), range);
    }
  }

  /** A channel whose values are as the board says them. */
  TextChannel(
      String key,
      String field,
      String name,
      String unit,
      Kind kind,
      int decimals,
      ValueRange range,
      Duration period,
      boolean readable,
      Optional<TextOutput> output) {
    this(
        key,
        field,
        name,
        unit,
        kind,
        decimals,
        NumberForm.USUAL,
        Calibration.NONE,
        range,
        period,
        readable,
        output);
  }

  private static boolean ends(int c) {
    return c <= ' ' || c == ',' || c == ';' || c == '=' || c == 0x7F;
  }

  /** This channel as the rest of the gateway sees it. */
  Channel describe(String device) {
    return new Channel(
        new ChannelId(device, key),
        name,
        unit,
        kind,
        Scale.of(kind, decimals),
        range,
        period,
        readable,
        output.map(o -> o.settings().control()),
        Map.of());
  }
}
