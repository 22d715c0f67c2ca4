package dev.ferrule.gateway.device.text;

import dev.ferrule.gateway.device.OutputSettings;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a channel of a text board is commanded.
 *
 * @param template what is written; {@code {key}} stands for the channel's field and {@code
 *     {value}}, which must be there, for the value with the channel's decimals. 1 to 200 ASCII
 *     characters; framed as the board frames, where lines get an end when they have none
 * @param settings its safe value and what commands must keep to
 * @param acknowledgement the frame with which the board says that it acted, with the same place
 *     holders and {@code {any}} for whatever else; without one a command counts as acknowledged
 *     once it is written
 * @param refusal the frame with which it says that it could not, with the same place holders; heard
 *     only beside an acknowledgement
 */
public record TextOutput(
    String template, OutputSettings settings, Optional<String> acknowledgement, String refusal) {

  /** What most sketches that take commands understand. */
  public static final String DEFAULT_TEMPLATE = "{key}={value}\n";

  /** {@code error pump stuck}, say. */
  public static final String DEFAULT_REFUSAL = "error {key}{any}";

  private static final String IN_ANSWERS = "{key}, {value} and {any}";

  private static final Pattern PLACE_HOLDER = Pattern.compile("\\{([^}]*)}?");

  public TextOutput {
    check("write", template, "{key} and {value}");
    if (!template.contains("{value}")) {
      throw new IllegalArgumentException("write must contain {value}: " + template.strip());
    }
    acknowledgement.ifPresent(line -> check("acknowledgement", line, IN_ANSWERS));
    check("refusal", refusal, IN_ANSWERS);
  }

  /** An output whose board refuses in the usual words. */
  TextOutput(String template, OutputSettings settings, Optional<String> acknowledgement) {
    this(template, settings, acknowledgement, DEFAULT_REFUSAL);
  }

  private static void check(String what, String text, String allowed) {
    if (text.isEmpty() || text.length() > 200) {
      throw new IllegalArgumentException(what + " must be 1 to 200 characters");
    }
    if (text.chars().anyMatch(c -> c > 0x7E || (c < ' ' && c != '\n' && c != '\r' && c != '\t'))) {
      throw new IllegalArgumentException(what + " must be ASCII without control characters");
    }
    Matcher holders = PLACE_HOLDER.matcher(text);
    while (holders.find()) {
      String holder = holders.group();
      if (!holder.endsWith("}") || !allowed.contains(holder)) {
        throw new IllegalArgumentException(what + " has " + holder + "; there are " + allowed);
      }
    }
  }
}
