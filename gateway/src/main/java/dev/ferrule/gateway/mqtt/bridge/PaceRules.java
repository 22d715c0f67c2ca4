package dev.ferrule.gateway.mqtt.bridge;

import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.IdPattern;
import java.util.List;

/**
 * Which pace each channel has. Immutable.
 *
 * @param rules the first one whose pattern matches counts
 * @param otherwise for channels that none matches
 */
public record PaceRules(List<Rule> rules, Pace otherwise) {

  /**
   * The pace of some channels.
   *
   * @param pattern over channel ids; {@code *} is any run of characters
   */
  public record Rule(String pattern, Pace pace) {}

  public PaceRules {
    rules = List.copyOf(rules);
  }

  /** The pace of a channel. */
  Pace of(ChannelId id) {
    return rules.stream()
        .filter(rule -> IdPattern.matches(rule.pattern(), id.toString()))
        .findFirst()
        .map(Rule::pace)
        .orElse(otherwise);
  }
}
