package dev.ferrule.gateway.history.block;

import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.Scale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the numbers of a series mean. A channel whose unit or scale changes begins another series.
 *
 * @param channel id, {@code device.channel}
 * @param unit UCUM code
 * @param scale how its values become integers
 */
public record SeriesForm(String channel, String unit, Scale scale) {

  private static final String FLOAT = "float";
  private static final Pattern DECIMALS = Pattern.compile("[0-9]");
  private static final Pattern RATIO = Pattern.compile("(\\d{1,18})/(\\d{1,18})");

  public static SeriesForm of(Channel channel) {
    return new SeriesForm(channel.id().toString(), channel.unit(), channel.scale());
  }

  /** What a value is multiplied with to become the integer that is stored; 0 for floats. */
  public double factor() {
    return scale instanceof Scale.Floating ? 0 : scale.factor();
  }

  /** The value that an integer of the table is. */
  public double value(double integer) {
    return switch (scale) {
      case Scale.Decimals _ -> integer / scale.factor();
      case Scale.Ratio(long numerator, long denominator) -> integer * numerator / denominator;
      case Scale.Floating _ -> integer;
    };
  }

  /** The scale as a word of the table. */
  public String scaleText() {
    return switch (scale) {
      case Scale.Decimals(int places) -> Integer.toString(places);
      case Scale.Ratio(long numerator, long denominator) -> numerator + "/" + denominator;
      case Scale.Floating _ -> FLOAT;
    };
  }

  /** The scale that a word of the table is, if it is one. */
  public static Optional<Scale> scale(String text) {
    Matcher ratio = RATIO.matcher(text);
    if (text.equals(FLOAT)) {
      return Optional.of(new Scale.Floating());
    }
    if (DECIMALS.matcher(text).matches()) {
      return Optional.of(new Scale.Decimals(Integer.parseInt(text)));
    }
    if (ratio.matches()) {
      long numerator = Long.parseLong(ratio.group(1));
      long denominator = Long.parseLong(ratio.group(2));
      return numerator > 0 && denominator > 0
          ? Optional.of(new Scale.Ratio(numerator, denominator))
          : Optional.empty();
    }
    return Optional.empty();
  }
}
