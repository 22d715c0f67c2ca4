package dev.ferrule.gateway.config.yaml;

import dev.ferrule.gateway.config.yaml.YamlNode.Entry;
import dev.ferrule.gateway.config.yaml.YamlNode.Mapping;
import dev.ferrule.gateway.config.yaml.YamlNode.Scalar;
import dev.ferrule.gateway.config.yaml.YamlNode.Sequence;
import dev.ferrule.gateway.config.yaml.YamlNode.Span;
import dev.ferrule.gateway.wording.Printable;
import dev.ferrule.gateway.wording.Ucum;
import dev.ferrule.gateway.wording.Units;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One group of keys, read by type. A key that is not there, or whose value is a problem already,
 * gives the fallback: reading goes on so that everything else that is wrong is found too.
 */
public final class Section {

  private final List<Mistake> problems;
  private final String path;
  private final Span key;
  private final Map<String, Entry> entries;

  private Section(List<Mistake> problems, String path, Span key, YamlNode node) {
    this.problems = problems;
    this.path = path;
    this.key = key;
    this.entries = node instanceof Mapping mapping ? mapping.entries() : Map.of();
  }

  /** The whole file; what is found wrong later is added to {@code problems}. */
  public static Section root(YamlNode node, List<Mistake> problems) {
    return new Section(problems, "", Span.START, node);
  }

  /** Whether a key is there. */
  public boolean has(String name) {
    return entries.containsKey(name);
  }

  /** The keys, in the order of the file. */
  public List<String> names() {
    return List.copyOf(entries.keySet());
  }

  /** The group below a key; empty when there is none. */
  public Section section(String name) {
    Entry entry = entries.get(name);
    return entry == null
        ? new Section(problems, below(name), key, new Mapping(key, Map.of()))
        : new Section(problems, below(name), entry.key(), entry.value());
  }

  /** A text; empty when there is none, or what is there is no text. */
  public Optional<String> text(String name) {
    return scalar(name).filter(s -> s.json().isTextual()).map(Scalar::raw);
  }

  /** A unit by its UCUM code; another text is a problem. Empty when there is none. */
  public Optional<String> unit(String name) {
    Optional<String> unit = text(name);
    unit.flatMap(Ucum::mistake).ifPresent(mistake -> problem(name, mistake));
    return unit;
  }

  /** A text or number as it is written: leading zeros and all. */
  public Optional<String> raw(String name) {
    return scalar(name).map(Scalar::raw);
  }

  /** The texts of a list; none when there is no list. */
  public List<String> texts(String name) {
    Entry entry = entries.get(name);
    return entry != null && entry.value() instanceof Sequence list
        ? list.items().stream()
            .filter(item -> item instanceof Scalar scalar && scalar.json().isTextual())
            .map(item -> ((Scalar) item).raw())
            .toList()
        : List.of();
  }

  /** A whole number that fits an {@code int}. */
  public int integer(String name, int fallback) {
    return scalar(name)
        .filter(s -> s.json().canConvertToExactIntegral() && s.json().canConvertToInt())
        .map(s -> s.json().intValue())
        .orElse(fallback);
  }

  /** A number; empty when there is none, or what is there is no number. */
  public OptionalDouble number(String name) {
    return scalar(name).filter(s -> s.json().isNumber()).stream()
        .mapToDouble(s -> s.json().doubleValue())
        .findFirst();
  }

  /** True or false; {@code fallback} when neither is there. */
  public boolean flag(String name, boolean fallback) {
    return scalar(name)
        .filter(s -> s.json().isBoolean())
        .map(s -> s.json().booleanValue())
        .orElse(fallback);
  }

  /** A duration from {@code least} to {@code most}; another one is a problem. */
  public Duration duration(String name, Duration fallback, Duration least, Duration most) {
    Optional<Duration> found = text(name).flatMap(Units::duration);
    if (found.isEmpty()) {
      return fallback;
    }
    Duration value = found.get();
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      outside(name, Units.text(least), Units.text(most));
      return fallback;
    }
    return value;
  }

  private void outside(String name, String least, String most) {
    problem(name, "must be " + least + " to " + most + ", not " + text(name).orElse(""));
  }

  /** A number of bytes from {@code least} to {@code most}; another one is a problem. */
  public int size(String name, int fallback, int least, int most) {
    return Math.toIntExact(size(name, (long) fallback, least, most));
  }

  /** The same where there may be more of them. */
  public long size(String name, long fallback, long least, long most) {
    OptionalLong found = text(name).map(Units::size).orElse(OptionalLong.empty());
    if (found.isEmpty()) {
      return fallback;
    }
    if (found.getAsLong() < least || found.getAsLong() > most) {
      outside(name, Units.text(least), Units.text(most));
      return fallback;
    }
    return found.getAsLong();
  }

  /** Adds a problem with the value of a key; with this group when the key is not there. */
  public void problem(String name, String text) {
    Entry entry = entries.get(name);
    Span span = entry == null ? key : entry.value() instanceof Scalar s ? s.span() : entry.key();
    problems.add(
        new Mistake(span.place(), span.length(), entry == null ? path : below(name), text));
  }

  /** Adds a problem with this group as a whole. */
  public void problem(String text) {
    problem("", text);
  }

  /** The line of a key, for messages about two places. */
  public int line(String name) {
    Entry entry = entries.get(name);
    return (entry == null ? key : entry.key()).place().line();
  }

  /**
   * What {@code maker} makes, or null when this group has problems or a record's constructor
   * refuses: its owner has the last word, and its reason becomes a problem here.
   */
  public <T> @Nullable T make(Supplier<T> maker) {
    return make("", maker);
  }

  /** The same for what is said with one key, at which the problem points. */
  public <T> @Nullable T make(String name, Supplier<T> maker) {
    if (!isClean()) {
      return null;
    }
    try {
      return maker.get();
    } catch (IllegalArgumentException e) {
      problem(name, String.valueOf(e.getMessage()));
      return null;
    }
  }

  private boolean isRefused(String whole) {
    return problems.stream().anyMatch(p -> p.path().equals(whole));
  }

  private boolean isClean() {
    String below = path + ".";
    return problems.stream().noneMatch(p -> p.path().equals(path) || p.path().startsWith(below));
  }

  private Optional<Scalar> scalar(String name) {
    Entry entry = entries.get(name);
    return entry != null && entry.value() instanceof Scalar scalar && !isRefused(below(name))
        ? Optional.of(scalar)
        : Optional.empty();
  }

  private String below(String name) {
    String shown = Printable.plain(name);
    return path.isEmpty() ? shown : path + "." + shown;
  }
}
