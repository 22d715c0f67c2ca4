package dev.ferrule.gateway.config.yaml;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.ferrule.gateway.config.yaml.YamlNode.Entry;
import dev.ferrule.gateway.config.yaml.YamlNode.Mapping;
import dev.ferrule.gateway.config.yaml.YamlNode.Scalar;
import dev.ferrule.gateway.config.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A tree as it was meant: a misspelt word, already told, with its likely spelling in its place.
 * What depends on that word can be checked then, and every mistake is found at once.
 */
final class AsMeant {

  private AsMeant() {}

  /** The tree with the key {@code wrong} of the group at {@code path} spelled {@code right}. */
  static YamlNode key(YamlNode root, List<String> path, String wrong, String right) {
    return at(
        root, path, node -> node instanceof Mapping group ? renamed(group, wrong, right) : node);
  }

  /** The tree with {@code right} for the text at {@code path}. */
  static YamlNode word(YamlNode root, List<String> path, String right) {
    return at(
        root,
        path,
        node ->
            node instanceof Scalar(var span, _, _)
                ? new Scalar(span, TextNode.valueOf(right), right)
                : node);
  }

  private static Mapping renamed(Mapping group, String wrong, String right) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    group.entries().forEach((key, entry) -> entries.put(key.equals(wrong) ? right : key, entry));
    return new Mapping(group.span(), entries);
  }

  private static YamlNode at(YamlNode node, List<String> path, UnaryOperator<YamlNode> change) {
    if (path.isEmpty()) {
      return change.apply(node);
    }
    String step = path.getFirst();
    List<String> rest = path.subList(1, path.size());
    return switch (node) {
      case Mapping group -> {
        Map<String, Entry> entries = new LinkedHashMap<>(group.entries());
        entries.computeIfPresent(
            step, (_, entry) -> new Entry(entry.key(), at(entry.value(), rest, change)));
        yield new Mapping(group.span(), entries);
      }
      case Sequence list -> {
        List<YamlNode> items = new ArrayList<>(list.items());
        int i = Integer.parseInt(step);
        items.set(i, at(items.get(i), rest, change));
        yield new Sequence(list.span(), items);
      }
      case Scalar _ -> node;
    };
  }
}
