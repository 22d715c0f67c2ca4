package dev.ferrule.gateway.config.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import dev.ferrule.gateway.config.yaml.YamlNode.Entry;
import dev.ferrule.gateway.config.yaml.YamlNode.Mapping;
import dev.ferrule.gateway.config.yaml.YamlNode.Scalar;
import dev.ferrule.gateway.config.yaml.YamlNode.Sequence;
import dev.ferrule.gateway.config.yaml.YamlNode.Span;
import dev.ferrule.gateway.wording.Printable;
import dev.ferrule.gateway.wording.Suggestion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds a tree against the JSON Schema and puts what does not fit into words: the value as written,
 * and what is allowed, which is the {@code title} of the schema's entry.
 */
public final class StructureCheck {

  private static final String SCHEMA = "/dev/ferrule/gateway/config/ferrule.schema.json";

  /** A word that is misspelt may hide another one, one level further down each time. */
  private static final int ROUNDS = YamlReader.MAX_DEPTH;

  private final JsonNode schemaTree = schemaTree();
  private final Schema schema =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(schemaTree);

  /** The schema as editors read it. */
  public static String schemaText() {
    try (InputStream in = StructureCheck.class.getResourceAsStream(SCHEMA)) {
      if (in == null) {
        throw new IllegalStateException(SCHEMA + " is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** JSON is YAML; the reader that is there anyway starts 200 ms sooner than a second one. */
  private static JsonNode schemaTree() {
    List<Mistake> problems = new ArrayList<>();
    YamlNode tree = YamlReader.read(schemaText(), problems);
    if (tree == null || !problems.isEmpty()) {
      throw new IllegalStateException(SCHEMA + " cannot be read: " + problems);
    }
    return tree.json();
  }

  /**
   * Adds what is wrong with the keys, types and ranges of {@code root}: one problem at most for
   * each value, and none for a missing key that stands there misspelt.
   *
   * @return the tree with the likely spelling of what is misspelt, so that nothing hides behind it
   */
  public YamlNode check(YamlNode root, List<Mistake> problems) {
    Set<String> told = new HashSet<>();
    YamlNode meant = root;
    for (int round = 0; round < ROUNDS; round++) {
      YamlNode next = check(meant, told, problems);
      if (next.equals(meant)) {
        return next;
      }
      meant = next;
    }
    return meant;
  }

  private YamlNode check(YamlNode root, Set<String> told, List<Mistake> problems) {
    YamlNode meant = root;
    for (Error error : schema.validate(root.json())) {
      List<String> path = elements(error.getInstanceLocation());
      boolean missing = error.getKeyword().equals("required");
      Optional<String> misspelt = missing ? misspelt(root, path, error) : Optional.empty();
      Mistake problem =
          misspelt
              .map(key -> unknown(root, path, key, error))
              .orElseGet(() -> problem(root, error));
      boolean whole = missing && misspelt.isEmpty();
      if (told.add(problem.path() + (whole ? "." + error.getProperty() : ""))) {
        problems.add(problem);
      }
      if (misspelt.isPresent()) {
        meant = AsMeant.key(meant, path, misspelt.get(), error.getProperty());
      } else if (parent(error).has("enum") && locate(root, path).node() instanceof Scalar word) {
        Optional<String> right = Suggestion.nearest(word.raw(), words(parent(error)));
        meant = right.isPresent() ? AsMeant.word(meant, path, right.get()) : meant;
      }
    }
    return meant;
  }

  /** The key that stands where one is missing, and is almost spelled like it. */
  private Optional<String> misspelt(YamlNode root, List<String> path, Error missing) {
    List<String> allowed = allowedKeys(missing);
    return locate(root, path).node() instanceof Mapping group
        ? group.entries().keySet().stream()
            .filter(key -> !allowed.contains(key))
            .filter(
                key ->
                    Suggestion.nearest(key, allowed)
                        .filter(missing.getProperty()::equals)
                        .isPresent())
            .findFirst()
        : Optional.empty();
  }

  private static Mistake unknown(YamlNode root, List<String> path, String key, Error missing) {
    String hint = Suggestion.aside(key, List.of(missing.getProperty()));
    return locate(root, path).keyProblem(path, key, "unknown key" + hint);
  }

  private Mistake problem(YamlNode root, Error error) {
    List<String> path = elements(error.getInstanceLocation());
    Located at = locate(root, path);
    String name = error.getProperty();
    return switch (error.getKeyword()) {
      case "required" -> at.problem(path, "missing " + named(allowedKey(error, name), name));
      case "additionalProperties" -> at.keyProblem(path, name, unknownKey(error, name));
      case "propertyNames" ->
          at.keyProblem(path, name, "must be " + title(refersTo(error.getSchemaNode())));
      case "maxProperties", "maxItems" ->
          at.problem(
              path, "has " + count(at.node()) + "; at most " + limit(error) + " are allowed");
      case "minItems" ->
          at.problem(
              path, "has " + count(at.node()) + "; at least " + limit(error) + " are needed");
      case "maxLength" ->
          at.problem(
              path,
              "has "
                  + characters(at.node())
                  + " characters; at most "
                  + limit(error)
                  + " are allowed");
      default -> at.problem(path, wrongValue(error, at.node()));
    };
  }

  private String limit(Error error) {
    return parent(error).path(error.getKeyword()).asText();
  }

  private static String count(YamlNode node) {
    int count =
        switch (node) {
          case Mapping mapping -> mapping.entries().size();
          case Sequence list -> list.items().size();
          case Scalar _ -> 1;
        };
    return count == 1 ? "1 entry" : count + " entries";
  }

  private static int characters(YamlNode node) {
    return node instanceof Scalar scalar
        ? scalar.raw().codePointCount(0, scalar.raw().length())
        : 0;
  }

  private String unknownKey(Error error, String name) {
    List<String> allowed = allowedKeys(error);
    String hint = Suggestion.aside(name, allowed);
    return "unknown key"
        + (hint.isEmpty() ? "; allowed here: " + String.join(", ", allowed) : hint);
  }

  private List<String> allowedKeys(Error error) {
    List<String> allowed = new ArrayList<>();
    parent(error).path("properties").fieldNames().forEachRemaining(allowed::add);
    return allowed;
  }

  private String wrongValue(Error error, YamlNode node) {
    JsonNode rule = parent(error);
    if (node instanceof Mapping mapping && mapping.entries().isEmpty()) {
      return "is empty; expected " + title(rule);
    }
    String text = "must be " + title(rule) + ", not " + node.shown();
    if (!rule.has("enum") || !(node instanceof Scalar scalar)) {
      return text;
    }
    List<String> words = words(rule);
    return "must be one of "
        + String.join(", ", words)
        + ", not "
        + node.shown()
        + Suggestion.aside(scalar.raw(), words);
  }

  private static List<String> words(JsonNode rule) {
    List<String> words = new ArrayList<>();
    rule.path("enum").forEach(word -> words.add(word.asText()));
    return words;
  }

  private static String named(String title, String name) {
    return "\"" + name + "\"" + (title.isEmpty() ? "" : ": " + title);
  }

  private String allowedKey(Error error, String name) {
    JsonNode rule = refersTo(parent(error).path("properties").path(name));
    return rule.path("title").asText("");
  }

  private static String title(JsonNode rule) {
    String title = rule.path("title").asText("");
    if (!title.isEmpty()) {
      return title;
    }
    return switch (rule.path("type").asText("")) {
      case "object" -> "a group of keys";
      case "array" -> "a list";
      default -> "something else";
    };
  }

  /** The schema entry that holds the keyword which failed. */
  private JsonNode parent(Error error) {
    List<String> path = elements(error.getSchemaLocation().getFragment());
    JsonNode node = schemaTree;
    for (String step : path.subList(0, path.size() - 1)) {
      node = node.isArray() ? node.path(Integer.parseInt(step)) : node.path(step);
    }
    return refersTo(node);
  }

  private JsonNode refersTo(JsonNode rule) {
    String reference = rule.path("$ref").asText("");
    return reference.isEmpty() ? rule : schemaTree.at(reference.substring(1));
  }

  private static List<String> elements(NodePath path) {
    List<String> elements = new ArrayList<>();
    for (int i = 0; i < path.getNameCount(); i++) {
      elements.add(String.valueOf(path.getElement(i)));
    }
    return elements;
  }

  /**
   * A value, and where to point when it is wrong as a whole: its key when it is a group or a list.
   */
  private record Located(YamlNode node, Span span) {

    Mistake problem(List<String> path, String text) {
      return new Mistake(span.place(), span.length(), String.join(".", path), text);
    }

    Mistake keyProblem(List<String> path, String name, String text) {
      List<String> whole = new ArrayList<>(path);
      whole.add(Printable.plain(name));
      Entry entry = node instanceof Mapping mapping ? mapping.entries().get(name) : null;
      Span key = entry == null ? span : entry.key();
      return new Mistake(key.place(), key.length(), String.join(".", whole), text);
    }
  }

  private static Located locate(YamlNode root, List<String> path) {
    YamlNode node = root;
    @Nullable Span key = null;
    for (String step : path) {
      Entry child = node instanceof Mapping mapping ? mapping.entries().get(step) : null;
      if (child != null) {
        node = child.value();
        key = child.key();
      } else if (node instanceof Sequence list) {
        node = list.items().get(Integer.parseInt(step));
        key = null;
      } else {
        throw new IllegalStateException("no value at " + path);
      }
    }
    boolean scalar = node instanceof Scalar;
    return new Located(node, scalar || key == null ? node.span() : key);
  }
}
