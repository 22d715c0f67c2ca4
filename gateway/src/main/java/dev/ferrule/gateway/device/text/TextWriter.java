package dev.ferrule.gateway.device.text;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines that command one output, and the line that acknowledges it. Immutable. */
final class TextWriter {

  private static final String NUMBER = "([-+.0-9eE]+)";

  private final TextChannel channel;
  private final TextOutput output;
  private final Optional<Pattern> acknowledgement;

  TextWriter(TextChannel channel, TextOutput output) {
    this.channel = channel;
    this.output = output;
    this.acknowledgement =
        output.acknowledgement().map(line -> pattern(line.strip(), channel.field()));
  }

  /** The bytes that ask for a value. */
  byte[] line(double value) {
    return output
        .template()
        .replace("{key}", channel.field())
        .replace("{value}", number(value))
        .getBytes(UTF_8);
  }

  /** The bytes that ask for the safe value. */
  byte[] safeLine() {
    return line(output.safe());
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
    double value = NumberText.parse(number, 0, number.length);
    boolean same = Math.abs(value - asked) <= channel.describe("any").tolerance();
    return same ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  /** Whether a line is {@code error FIELD ...}: what a board says that could not do it. */
  boolean refused(String line) {
    String said = line.strip();
    return said.equals("error " + channel.field())
        || said.startsWith("error " + channel.field() + " ");
  }

  /**
   * At most the channel's decimals, never an exponent: what {@code atof} and {@code toInt} of a
   * sketch can read.
   */
  private String number(double value) {
    return switch (channel.kind()) {
      case FLOAT -> new BigDecimal(Float.toString((float) value)).toPlainString();
      case NUMBER, SWITCH, COUNTER, ENUMERATION ->
          BigDecimal.valueOf(value)
              .setScale(channel.decimals(), RoundingMode.HALF_UP)
              .toPlainString();
    };
  }

  private static Pattern pattern(String line, String field) {
    String[] parts = line.replace("{key}", field).split("\\{value}", 2);
    String regex = Pattern.quote(parts[0]);
    if (parts.length == 2) {
      regex += NUMBER + Pattern.quote(parts[1].replace("{value}", ""));
    }
    return Pattern.compile(regex);
  }
}
