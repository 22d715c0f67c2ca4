package dev.ferrule.gateway.mqtt;

import dev.ferrule.gateway.model.ChannelId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where everything of a gateway is in a broker's tree. Immutable.
 *
 * @param gateway id of the gateway, one level
 * @param template topic of a channel's readings, with {@code {device}} and {@code {channel}}
 */
public record Topics(String gateway, String template) {

  /** The tree of who has none of their own. */
  public static final String DEFAULT_TEMPLATE = "ferrule/{gateway}/{device}/{channel}";

  /** What the topics of commands end with. */
  public static final String COMMANDS = "/set";

  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9_-]{0,31}");
  private static final Pattern HOLDER = Pattern.compile("\\{([a-z]*)}");
  private static final int LONGEST = 200;

  public Topics {
    if (!ID.matcher(gateway).matches()) {
      throw new IllegalArgumentException("\"" + gateway + "\" is no id of a gateway");
    }
    checkTemplate(template);
  }

  private static void checkTemplate(String template) {
    if (template.length() > LONGEST
        || template.matches(".*[#+\\x00-\\x1f\\x7f].*")
        || template.matches("\\$.*|/.*|.*/|.*//.*")) {
      throw new IllegalArgumentException(
          "a topic is up to "
              + LONGEST
              + " characters without # and +, does not begin with $, and has no empty level");
    }
    int devices = 0;
    int channels = 0;
    for (Matcher holder = HOLDER.matcher(template); holder.find(); ) {
      switch (holder.group(1)) {
        case "device" -> devices++;
        case "channel" -> channels++;
        case "gateway" -> {}
        default ->
            throw new IllegalArgumentException(
                "there is no " + holder.group() + "; there are {gateway}, {device} and {channel}");
      }
    }
    if (devices != 1 || channels != 1) {
      throw new IllegalArgumentException("a topic names {device} and {channel}, each once");
    }
    if (template.replaceAll("\\{[a-z]*}", "").matches(".*[{}].*")) {
      throw new IllegalArgumentException("a brace is not closed");
    }
  }

  /** Where the readings of a channel are. */
  public String readings(ChannelId id) {
    return filled(template).replace("{device}", id.device()).replace("{channel}", id.key());
  }

  /** Where readings of an outage are told. */
  public String past(ChannelId id) {
    return readings(id) + "/past";
  }

  /** Where a channel takes commands. */
  public String commands(ChannelId id) {
    return readings(id) + COMMANDS;
  }

  /** What matches the topics of all commands. */
  public String allCommands() {
    return filled(template).replaceAll("(?:^|(?<=/))[^/]*\\{[a-z]+}[^/]*", "+") + COMMANDS;
  }

  /** Where answers are told to who names no other place. */
  public static String results(String commands) {
    return commands.substring(0, commands.length() - COMMANDS.length()) + "/result";
  }

  /** Where it is told whether the gateway is there. */
  public String state() {
    return root() + "/$state";
  }

  /** Where it is told how a device stands. */
  public String state(String device) {
    return root() + "/" + device + "/$state";
  }

  /** Where a person tries whether messages get through. */
  public String test() {
    return root() + "/$test";
  }

  /** Binary messages (PROTOCOL.md B1 and B2). */
  public String frames() {
    return root() + "/$frames";
  }

  /** What makes them readable (PROTOCOL.md B3). */
  public String dictionary() {
    return root() + "/$dictionary";
  }

  /** Whether a topic lies where only this gateway, and who commands it, writes. */
  public boolean isOwn(String topic) {
    return topic.startsWith(root() + "/") || matches(topic);
  }

  private boolean matches(String topic) {
    String some = filled(template).replace("{device}", "\0").replace("{channel}", "\0");
    StringBuilder pattern = new StringBuilder();
    for (String part : some.split("\0", -1)) {
      pattern.append(pattern.isEmpty() ? "" : "[^/]*").append(Pattern.quote(part));
    }
    return topic.matches(pattern + "(?:/.*)?");
  }

  /** The levels above what names a device or channel; the usual ones where there are none. */
  private String root() {
    int level = template.lastIndexOf('/', Math.min(at("{device}"), at("{channel}")));
    return level < 0 ? "ferrule/" + gateway : filled(template.substring(0, level));
  }

  private int at(String holder) {
    return template.indexOf(holder);
  }

  private String filled(String text) {
    return text.replace("{gateway}", gateway);
  }
}
