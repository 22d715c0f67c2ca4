package dev.ferrule.gateway.config.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ferrule.gateway.wording.Printable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A value of a YAML file that knows where it stood. Immutable; an alias shares the node of its
 * anchor.
 */
public sealed interface YamlNode {

  /** Where it stands. */
  Span span();

  /** How many nodes it stands for, aliases written out. */
  int size();

  /** The same value as JSON, for the schema. */
  JsonNode json();

  /** The value as an error message shows it. */
  default String shown() {
    return switch (this) {
      case Scalar(_, var json, _) when json.isNull() -> "nothing";
      case Scalar(_, var json, var raw) when json.isTextual() -> Printable.quoted(raw);
      case Scalar(_, _, var raw) -> Printable.plain(raw);
      case Sequence _ -> "a list";
      case Mapping _ -> "a group of keys";
    };
  }

  /** A stretch of one line. */
  record Span(Place place, int length) {
    static final Span START = new Span(Place.START, 1);
  }

  /**
   * A text, a number, true, false or nothing.
   *
   * @param raw as it was written, without quotes
   */
  record Scalar(Span span, JsonNode json, String raw) implements YamlNode {
    @Override
    public int size() {
      return 1;
    }
  }

  /** A list. */
  record Sequence(Span span, List<YamlNode> items, int size) implements YamlNode {
    Sequence(Span span, List<YamlNode> items) {
      this(span, List.copyOf(items), 1 + items.stream().mapToInt(YamlNode::size).sum());
    }

    @Override
    public JsonNode json() {
      var array = JsonNodeFactory.instance.arrayNode(items.size());
      items.forEach(item -> array.add(item.json()));
      return array;
    }
  }

  /** Keys with values, in the order of the file. */
  record Mapping(Span span, Map<String, Entry> entries, int size) implements YamlNode {
    Mapping(Span span, Map<String, Entry> entries) {
      this(
          span,
          Collections.unmodifiableMap(new LinkedHashMap<>(entries)),
          1 + entries.values().stream().mapToInt(entry -> entry.value().size()).sum());
    }

    @Override
    public JsonNode json() {
      var object = JsonNodeFactory.instance.objectNode();
      entries.forEach((key, entry) -> object.set(key, entry.value().json()));
      return object;
    }
  }

  /** A value and where its key stands. */
  record Entry(Span key, YamlNode value) {}
}
