package dev.ferrule.gateway.device.text;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferrule.gateway.device.text.fields.NumberText;
import dev.ferrule.gateway.device.text.framing.Framing;
import dev.ferrule.gateway.model.Channel;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines that command one output, and the line that acknowledges it. Immutable. */
final class TextWriter {

  private static final String VALUE = "[-+.0-9eE]+";
  private static final Pattern HOLDER = Pattern.compile("\\{(?:key|value|any)}");

  private final TextChannel channel;
  private final Channel described;
  private final TextOutput output;
  private final Framing framing;
  private final Optional<Pattern> acknowledgement;
  private final Pattern refusal;

  TextWriter(TextChannel channel, TextOutput output, Framing framing) {
    this.channel = channel;
    this.described = channel.describe("any");
    this.output = output;
    this.framing = framing;
    this.refusal = pattern(output.refusal().strip(), channel.field());
    this.acknowledgement =
        output.acknowledgement().map(line -> pattern(line.strip(), channel.field()));
  }

  /** The bytes that ask for a value. */
  byte[] line(double value) {
    String said = number(channel.calibration().said(value));
    String text = output.template().replace("{key}", channel.field()).replace("{value}", said);
    return framing.encode(text.getBytes(UTF_8));
  }

  /** The value that it goes to by itself; empty when it is left as it is. */
  OptionalDouble safe() {
    return output.settings().safe();
  }

  /** Its name in the gateway. */
  String key() {
    return channel.key();
  }

  /** Whether the board shows in any way what became of a line. */
  boolean isShown() {
    return isAcknowledged() || channel.readable();
  }

  /** Whether two values are the same, as far as the channel can tell them apart. */
  boolean isSame(double one, double other) {
    return described.isSame(one, other);
  }

  /** Whether the board is expected to say that it acted. */
  boolean isAcknowledged() {
    return acknowledgement.isPresent();
  }

  /**
   * The value that a line acknowledges; {@code asked} when the line names none; nothing when the
   * line is no acknowledgement of this output, or of another value than {@code asked}.
   */
  OptionalDouble acknowledged(String line, double asked) {
    Matcher matcher = acknowledgement.orElseThrow().matcher(line.strip());
    if (!matcher.matches()) {
      return OptionalDouble.empty();
    }
    if (matcher.groupCount() == 0) {
      return OptionalDouble.of(asked);
    }
    byte[] number = matcher.group(1).getBytes(US_ASCII);
    double value = channel.calibration().value(NumberText.parse(number, 0, number.length));
    return isSame(asked, value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  /** Whether a line is what the board says that could not do it. */
  boolean refused(String line) {
    return refusal.matcher(line.strip()).matches();
  }

  /**
   * At most the channel's decimals, never an exponent: what {@code atof} and {@code toInt} of a
   * sketch can read.
   */
  private String number(double value) {
    if (!channel.calibration().equals(Calibration.NONE)) {
      BigDecimal raw = BigDecimal.valueOf(value).setScale(9, RoundingMode.HALF_UP);
      return raw.signum() == 0 ? "0" : raw.stripTrailingZeros().toPlainString();
    }
    return switch (channel.kind()) {
      case FLOAT -> new BigDecimal(Float.toString((float) value)).toPlainString();
      case NUMBER, SWITCH, COUNTER, ENUMERATION ->
          BigDecimal.valueOf(value)
              .setScale(channel.decimals(), RoundingMode.HALF_UP)
              .toPlainString();
    };
  }

  /** The first value is a group; what follows the key is no further letter of it. */
  private static Pattern pattern(String line, String field) {
    var regex = new StringBuilder();
    Matcher holder = HOLDER.matcher(line);
    int end = 0;
    boolean grouped = false;
    while (holder.find()) {
      regex.append(Pattern.quote(line.substring(end, holder.start())));
      switch (holder.group()) {
        case "{key}" -> regex.append(Pattern.quote(field)).append("(?![A-Za-z0-9_])");
        case "{any}" -> regex.append(".*");
        default -> regex.append(grouped ? VALUE : "(" + VALUE + ")");
      }
      grouped |= holder.group().equals("{value}");
      end = holder.end();
    }
    return Pattern.compile(regex.append(Pattern.quote(line.substring(end))).toString());
  }
}
