package dev.ferrule.gateway.command;

import dev.ferrule.gateway.command.Condition.Comparison;
import dev.ferrule.gateway.model.ChannelId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads conditions.
 *
 * <pre>
 * condition  = all { "or" all }
 * all        = one { "and" one }
 * one        = "not" one | "(" condition ")" | channel ( "=" | "!=" | "&lt;" | "&lt;=" | "&gt;" | "&gt;=" ) value
 * channel    = device.channel, or a channel of the rule's own device
 * value      = a number in the channel's unit, "on" (1) or "off" (0)
 * </pre>
 */
public final class ConditionParser {

  /** Most comparisons in one condition. */
  public static final int MAX_COMPARISONS = 16;

  private static final int MAX_DEPTH = 8;
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:([a-z][a-z0-9_-]*(?:\\.[a-z0-9_]+)?)|(-?[0-9]+(?:\\.[0-9]+)?)"
              + "|(<=|>=|!=|==|=|<|>)|([()])|(\\S))");

  private final String device;
  private final List<String> tokens = new ArrayList<>();
  private int next;
  private int comparisons;

  private ConditionParser(String text, String device) {
    this.device = device;
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.lookingAt()) {
      tokens.add(matcher.group().strip());
      matcher.region(matcher.end(), text.length());
    }
  }

  /**
   * The condition that a text says.
   *
   * @param device whose channels may go without their device's name
   * @throws IllegalArgumentException with what is wrong and where, for whoever wrote the text
   */
  public static Condition parse(String text, String device) {
    var parser = new ConditionParser(text, device);
    Condition condition = parser.any(0);
    if (parser.next < parser.tokens.size()) {
      throw parser.expected("\"and\" or \"or\"");
    }
    return condition;
  }

  private Condition any(int depth) {
    List<Condition> parts = new ArrayList<>(List.of(all(depth)));
    while (take("or")) {
      parts.add(all(depth));
    }
    return parts.size() == 1 ? parts.getFirst() : new Condition.Any(parts);
  }

  private Condition all(int depth) {
    List<Condition> parts = new ArrayList<>(List.of(one(depth)));
    while (take("and")) {
      parts.add(one(depth));
    }
    return parts.size() == 1 ? parts.getFirst() : new Condition.All(parts);
  }

  private Condition one(int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException("is nested more than " + MAX_DEPTH + " deep");
    }
    if (take("not")) {
      return new Condition.Not(one(depth + 1));
    }
    if (take("(")) {
      Condition inner = any(depth + 1);
      if (!take(")")) {
        throw expected("\")\"");
      }
      return inner;
    }
    return comparison();
  }

  private Condition comparison() {
    if (++comparisons > MAX_COMPARISONS) {
      throw new IllegalArgumentException("has more than " + MAX_COMPARISONS + " comparisons");
    }
    ChannelId channel = channel();
    String sign = peek().equals("==") ? "=" : peek();
    for (Comparison comparison : Comparison.values()) {
      if (comparison.sign().equals(sign)) {
        next++;
        return new Condition.Compare(channel, comparison, value());
      }
    }
    throw expected("one of = != < <= > >=");
  }

  private ChannelId channel() {
    String word = peek();
    Optional<ChannelId> id =
        ChannelId.parse(word.indexOf('.') < 0 ? device + "." + word : word)
            .filter(_ -> !List.of("and", "or", "not", "on", "off").contains(word));
    ChannelId named = id.orElseThrow(() -> expected("a channel"));
    next++;
    return named;
  }

  private double value() {
    String word = peek();
    double value =
        switch (word) {
          case "on" -> 1;
          case "off" -> 0;
          default -> {
            if (word.isEmpty() || !(word.charAt(0) == '-' || Character.isDigit(word.charAt(0)))) {
              throw expected("a number, \"on\" or \"off\"");
            }
            yield Double.parseDouble(word);
          }
        };
    next++;
    if (!List.of("", ")", "and", "or").contains(peek())) {
      throw expected("\"and\", \"or\" or the end (a number stands without its unit)");
    }
    return value;
  }

  private String peek() {
    return next < tokens.size() ? tokens.get(next) : "";
  }

  private boolean take(String token) {
    boolean there = peek().equals(token);
    next += there ? 1 : 0;
    return there;
  }

  private IllegalArgumentException expected(String what) {
    String where = next == 0 ? "at the start" : "after \"" + tokens.get(next - 1) + "\"";
    String found = peek().isEmpty() ? "the end" : "\"" + peek() + "\"";
    return new IllegalArgumentException("expected " + what + " " + where + ", not " + found);
  }
}
