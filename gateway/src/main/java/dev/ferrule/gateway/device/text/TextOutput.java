package dev.ferrule.gateway.device.text;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a channel of a text board is commanded.
 *
 * @param template what is written; {@code {key}} stands for the channel's field and {@code
 *     {value}}, which must be there, for the value with the channel's decimals. 1 to 200 ASCII
 *     characters; a line end is added when there is none
 * @param safe value that is written when the gateway stops, in the channel's unit
 * @param step commands must be a multiple of this above the range's minimum; 0 for any
 * @param dangerous whether a command needs an explicit confirmation
 * @param acknowledgement the line with which the board says that it acted, with the same place
 *     holders; a line {@code error KEY ...} then says that it could not. Without one a command
 *     counts as acknowledged once it is written
 */
public record TextOutput(
    String template,
    double safe,
    double step,
    boolean dangerous,
    Optional<String> acknowledgement) {

  /** What most sketches that take commands understand. */
  public static final String DEFAULT_TEMPLATE = "{key}={value}\n";

  private static final Pattern PLACE_HOLDER = Pattern.compile("\\{([^}]*)}?");

  public TextOutput {
    check("write", template);
    if (!template.contains("{value}")) {
      throw new IllegalArgumentException("write must contain {value}: " + template.strip());
    }
    if (!template.endsWith("\n") && !template.endsWith("\r")) {
      template += "\n";
    }
    acknowledgement.ifPresent(line -> check("acknowledgement", line));
    if (!Double.isFinite(safe)) {
      throw new IllegalArgumentException("the safe value must be a number");
    }
    if (!(step >= 0) || !Double.isFinite(step)) {
      throw new IllegalArgumentException("step must be 0 or more, not " + step);
    }
  }

  private static void check(String what, String text) {
    if (text.isEmpty() || text.length() > 200) {
      throw new IllegalArgumentException(what + " must be 1 to 200 characters");
    }
    if (text.chars().anyMatch(c -> c > 0x7E || (c < ' ' && c != '\n' && c != '\r' && c != '\t'))) {
      throw new IllegalArgumentException(what + " must be ASCII without control characters");
    }
    Matcher holders = PLACE_HOLDER.matcher(text);
    while (holders.find()) {
      String holder = holders.group();
      if (!holder.equals("{key}") && !holder.equals("{value}")) {
        throw new IllegalArgumentException(
            what + " has " + holder + "; there are {key} and {value}");
      }
    }
  }
}
