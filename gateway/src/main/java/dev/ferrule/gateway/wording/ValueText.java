package dev.ferrule.gateway.wording;

import dev.ferrule.gateway.model.Channel;
import dev.ferrule.protocol.Kind;

/** Values as refusals name them. */
public final class ValueText {

  private ValueText() {}

  /** A value of a channel: its word, or the number with its unit. */
  public static String value(Channel channel, double value) {
    String label = value == Math.rint(value) ? channel.labels().get((int) value) : null;
    if (label != null) {
      return label;
    }
    if (channel.kind() == Kind.SWITCH && (value == 0 || value == 1)) {
      return value == 0 ? "off" : "on";
    }
    return (Numbers.plain(value) + " " + channel.unit()).strip();
  }
}
