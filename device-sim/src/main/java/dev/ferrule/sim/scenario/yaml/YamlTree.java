package dev.ferrule.sim.scenario.yaml;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads YAML text into {@link Node}s; keys that come twice and broken syntax become problems. */
public final class YamlTree {

  private static final YAMLFactory FACTORY = new YAMLFactory();

  private final YAMLParser parser;
  private final List<Problem> problems;

  private YamlTree(YAMLParser parser, List<Problem> problems) {
    this.parser = parser;
    this.problems = problems;
  }

  /** The whole text; an empty mapping, and a problem, when it is not YAML. */
  public static Node read(String text, List<Problem> problems) {
    try (YAMLParser parser = FACTORY.createParser(text)) {
      var tree = new YamlTree(parser, problems);
      if (parser.nextToken() == null) {
        return new Node.Mapping(1, 1, Map.of());
      }
      return tree.node();
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      problems.add(
          new Problem(
              at == null ? 1 : Math.max(1, at.getLineNr()),
              at == null ? 1 : Math.max(1, at.getColumnNr()),
              "",
              "is no YAML: " + words(complaint(e))));
      return new Node.Mapping(1, 1, Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of context, excerpts and complaint the last that is said. */
  private static String complaint(JsonProcessingException e) {
    return e.getOriginalMessage()
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith(" "))
        .reduce("", (_, later) -> later);
  }

  private static String words(String complaint) {
    return complaint.contains("expected the node content")
        ? "a value is missing here, or a bracket above is not closed"
        : complaint;
  }

  private Node node() throws IOException {
    JsonLocation at = parser.currentTokenLocation();
    int line = at.getLineNr();
    int column = at.getColumnNr();
    return switch (parser.currentToken()) {
      case START_OBJECT -> new Node.Mapping(line, column, entries());
      case START_ARRAY -> {
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(node());
        }
        yield new Node.Sequence(line, column, items);
      }
      case VALUE_NULL -> new Node.Scalar(line, column, "");
      default -> new Node.Scalar(line, column, parser.getText());
    };
  }

  private Map<String, Node> entries() throws IOException {
    Map<String, Node> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      JsonLocation at = parser.currentTokenLocation();
      parser.nextToken();
      if (entries.put(key, node()) != null) {
        problems.add(
            new Problem(at.getLineNr(), at.getColumnNr(), key, "stands here a second time"));
      }
    }
    return entries;
  }
}
