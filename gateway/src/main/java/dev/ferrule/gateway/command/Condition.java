package dev.ferrule.gateway.command;

import static java.util.stream.Collectors.joining;

import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.wording.Numbers;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Something about channels that holds or not, such as {@code valve = 1 and level > 10}. */
public sealed interface Condition {

  /** What is known of channels when a condition is looked at. */
  @FunctionalInterface
  interface Values {
    /** Each value that the channel may have now, in its unit; none when nobody can say. */
    Set<Double> possible(ChannelId channel);
  }

  /** How a value is compared. */
  enum Comparison {
    EQUAL("="),
    NOT_EQUAL("!="),
    LESS_OR_EQUAL("<="),
    GREATER_OR_EQUAL(">="),
    LESS("<"),
    GREATER(">");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    String sign() {
      return sign;
    }

    boolean holds(double left, double right) {
      return switch (this) {
        case EQUAL -> Math.abs(left - right) < CLOSE;
        case NOT_EQUAL -> Math.abs(left - right) >= CLOSE;
        case LESS_OR_EQUAL -> left <= right;
        case GREATER_OR_EQUAL -> left >= right;
        case LESS -> left < right;
        case GREATER -> left > right;
      };
    }
  }

  /** Nearer than any channel can tell apart. */
  double CLOSE = 1e-9;

  /** One channel against a number in its unit. */
  record Compare(ChannelId channel, Comparison comparison, double value) implements Condition {}

  /** All of them. */
  record All(List<Condition> parts) implements Condition {
    public All {
      parts = List.copyOf(parts);
    }
  }

  /** One of them at least. */
  record Any(List<Condition> parts) implements Condition {
    public Any {
      parts = List.copyOf(parts);
    }
  }

  /** The contrary. */
  record Not(Condition part) implements Condition {}

  /** Whether it holds for every value that the channels may have. */
  default Truth check(Values values) {
    return switch (this) {
      case Compare compare -> check(compare, values.possible(compare.channel()));
      case All(List<Condition> parts) ->
          parts.stream().map(part -> part.check(values)).reduce(Truth.TRUE, Truth::and);
      case Any(List<Condition> parts) ->
          parts.stream().map(part -> part.check(values)).reduce(Truth.FALSE, Truth::or);
      case Not(Condition part) -> part.check(values).not();
    };
  }

  private static Truth check(Compare compare, Set<Double> possible) {
    long holding =
        possible.stream().filter(v -> compare.comparison().holds(v, compare.value())).count();
    if (possible.isEmpty() || (holding > 0 && holding < possible.size())) {
      return Truth.UNKNOWN;
    }
    return holding == 0 ? Truth.FALSE : Truth.TRUE;
  }

  /**
   * It in the form of PROTOCOL.md B3: whole ids, numbers, and parentheses around what is joined.
   */
  default String text() {
    return switch (this) {
      case Compare(ChannelId channel, Comparison comparison, double value) ->
          channel + " " + comparison.sign() + " " + Numbers.text(value);
      case All(List<Condition> parts) -> joined(parts, " and ");
      case Any(List<Condition> parts) -> joined(parts, " or ");
      case Not(Condition part) -> "not (" + part.text() + ")";
    };
  }

  private static String joined(List<Condition> parts, String word) {
    return parts.stream()
        .map(
            part ->
                part instanceof All || part instanceof Any ? "(" + part.text() + ")" : part.text())
        .collect(joining(word));
  }

  /** The channels that it is about, in the order of its text. */
  default Set<ChannelId> channels() {
    Set<ChannelId> found = new LinkedHashSet<>();
    comparisons().forEach(compare -> found.add(compare.channel()));
    return Collections.unmodifiableSet(found);
  }

  /** Its comparisons, in the order of its text. */
  default List<Compare> comparisons() {
    return switch (this) {
      case Compare compare -> List.of(compare);
      case All(List<Condition> parts) ->
          parts.stream().flatMap(part -> part.comparisons().stream()).toList();
      case Any(List<Condition> parts) ->
          parts.stream().flatMap(part -> part.comparisons().stream()).toList();
      case Not(Condition part) -> part.comparisons();
    };
  }
}
