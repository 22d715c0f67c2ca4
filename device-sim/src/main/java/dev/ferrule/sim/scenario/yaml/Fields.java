package dev.ferrule.sim.scenario.yaml;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keys of one mapping. What is missing, of the wrong form or out of range becomes a
 * problem and is replaced by a default, so that reading goes on and finds the rest. {@link #close}
 * reports the keys that nobody asked for.
 */
public final class Fields implements AutoCloseable {

  private final Node.Mapping node;
  private final String path;
  private final List<Problem> problems;
  private final Set<String> asked = new HashSet<>();

  private Fields(Node.Mapping node, String path, List<Problem> problems) {
    this.node = node;
    this.path = path;
    this.problems = problems;
  }

  /** The keys of {@code node}; none, and a problem, when it is no mapping. */
  public static Fields of(Node node, String path, List<Problem> problems) {
    if (node instanceof Node.Mapping mapping) {
      return new Fields(mapping, path, problems);
    }
    problems.add(new Problem(node.line(), node.column(), path, "must be keys with values"));
    return new Fields(new Node.Mapping(node.line(), node.column(), Map.of()), path, problems);
  }

  public boolean has(String key) {
    return node.entries().containsKey(key);
  }

  /** Says that the mapping as a whole is wrong. */
  public void refuse(String message) {
    problems.add(new Problem(node.line(), node.column(), path, message));
  }

  /** Says that the value of a key is wrong. */
  public void refuse(String key, String message) {
    Node at = node.entries().getOrDefault(key, node);
    problems.add(new Problem(at.line(), at.column(), pathOf(key), message));
  }

  public String text(String key, String whenAbsent) {
    return optionalText(key).orElse(whenAbsent);
  }

  public String requiredText(String key) {
    Optional<String> text = optionalText(key);
    if (text.isEmpty() && !has(key)) {
      refuse("needs " + key);
    }
    return text.orElse("?");
  }

  public Optional<String> optionalText(String key) {
    return switch (child(key)) {
      case null -> Optional.empty();
      case Node.Scalar scalar -> Optional.of(scalar.text());
      case Node.Sequence _, Node.Mapping _ -> {
        refuse(key, "must be one value");
        yield Optional.empty();
      }
    };
  }

  public long integer(String key, long min, long max, long whenAbsent) {
    return parsed(
        key,
        whenAbsent,
        text -> {
          long value = Long.parseLong(text.replace("_", ""));
          if (value < min || value > max) {
            throw new IllegalArgumentException("must be " + min + " to " + max);
          }
          return value;
        },
        "must be a whole number, " + min + " to " + max);
  }

  public double number(String key, double min, double max, double whenAbsent) {
    return parsed(
        key,
        whenAbsent,
        text -> {
          double value = Double.parseDouble(text.replace("_", ""));
          if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException("must be " + min + " to " + max);
          }
          return value;
        },
        "must be a number");
  }

  public double number(String key, double whenAbsent) {
    return number(key, -1e12, 1e12, whenAbsent);
  }

  public Optional<Double> optionalNumber(String key) {
    return has(key) ? Optional.of(number(key, 0)) : Optional.empty();
  }

  public boolean flag(String key, boolean whenAbsent) {
    return choice(key, whenAbsent ? "true" : "false", List.of("true", "false")).equals("true");
  }

  /** One of a few words. */
  public String choice(String key, String whenAbsent, List<String> words) {
    String text = text(key, whenAbsent);
    if (!words.contains(text)) {
      refuse(key, "\"" + text + "\" must be one of " + String.join(", ", words));
      return whenAbsent;
    }
    return text;
  }

  public Duration duration(String key, Duration whenAbsent) {
    return parsed(key, whenAbsent, Durations::parse, Durations.FORM);
  }

  public Optional<Duration> optionalDuration(String key) {
    return has(key) ? Optional.of(duration(key, Duration.ZERO)) : Optional.empty();
  }

  /** The items of a list; none when the key is absent. */
  public List<Node> list(String key) {
    return switch (child(key)) {
      case null -> List.of();
      case Node.Sequence sequence -> sequence.items();
      case Node.Scalar _, Node.Mapping _ -> {
        refuse(key, "must be a list");
        yield List.of();
      }
    };
  }

  /** The mapping under a key; an empty one when it is absent. */
  public Fields under(String key) {
    Node child = child(key);
    return of(
        child == null ? new Node.Mapping(node.line(), node.column(), Map.of()) : child,
        pathOf(key),
        problems);
  }

  /** The node of a key, for the caller to look into. */
  public @Nullable Node child(String key) {
    asked.add(key);
    return node.entries().get(key);
  }

  /** All keys, none of which will be called unknown. */
  public Map<String, Node> all() {
    asked.addAll(node.entries().keySet());
    return node.entries();
  }

  /** Builds something out of values that were read; what its constructor refuses is a problem. */
  public <T> Optional<T> build(Supplier<T> maker) {
    try {
      return Optional.of(maker.get());
    } catch (IllegalArgumentException e) {
      refuse(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  public String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  public List<Problem> problems() {
    return problems;
  }

  /** Reports unknown keys. */
  @Override
  public void close() {
    for (String key : node.entries().keySet()) {
      if (!asked.contains(key)) {
        refuse(key, "is not known here" + Similar.hint(key, new ArrayList<>(asked)));
      }
    }
  }

  private <T> T parsed(String key, T whenAbsent, Function<String, T> parser, String form) {
    Optional<String> text = optionalText(key);
    if (text.isEmpty()) {
      return whenAbsent;
    }
    try {
      return parser.apply(text.get());
    } catch (NumberFormatException e) {
      refuse(key, "\"" + text.get() + "\" " + form);
    } catch (IllegalArgumentException e) {
      refuse(key, "\"" + text.get() + "\" " + e.getMessage());
    }
    return whenAbsent;
  }
}
