package dev.ferrule.gateway.config.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.gateway.config.yaml.YamlNode.Entry;
import dev.ferrule.gateway.config.yaml.YamlNode.Mapping;
import dev.ferrule.gateway.config.yaml.YamlNode.Scalar;
import dev.ferrule.gateway.config.yaml.YamlNode.Sequence;
import dev.ferrule.gateway.config.yaml.YamlNode.Span;
import dev.ferrule.gateway.wording.Printable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads the part of YAML 1.2 that a configuration needs: no tags, no merge keys, one document,
 * {@value #MAX_DEPTH} levels, {@value #MAX_NODES} values with aliases written out. Values are text,
 * numbers, true, false and null; {@code on} and {@code yes} are text.
 *
 * <p>Nothing is ever constructed but {@link YamlNode}s, and nothing is thrown for what the text
 * says: it is a problem in the list.
 */
public final class YamlReader {

  /** How deep values may nest. */
  static final int MAX_DEPTH = 16;

  /** How many values there may be. */
  static final int MAX_NODES = 20_000;

  private final ParserImpl parser;
  private final List<Mistake> problems;
  private final Map<String, YamlNode> anchors = new HashMap<>();
  private int nodes;

  private YamlReader(String text, List<Mistake> problems) {
    var options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE); // the caller has limited the file
    this.parser = new ParserImpl(new StreamReader(text), options);
    this.problems = problems;
  }

  /** What the reader cannot go on after; its problem is in the list already. */
  private static final class GivenUp extends RuntimeException {
    private static final long serialVersionUID = 1;

    GivenUp() {
      super(null, null, false, false);
    }
  }

  /**
   * The tree of {@code text}, or null when there is none; what is wrong goes to {@code problems}.
   */
  public static @Nullable YamlNode read(String text, List<Mistake> problems) {
    try {
      return new YamlReader(text, problems).document();
    } catch (GivenUp e) {
      return null;
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
      Place place = mark == null ? Place.START : place(mark);
      problems.add(new Mistake(place, 1, "", YamlTrouble.explain(e)));
      return null;
    } catch (YAMLException e) {
      problems.add(new Mistake(Place.START, 1, "", YamlTrouble.explain(e)));
      return null;
    }
  }

  private @Nullable YamlNode document() {
    parser.getEvent(); // start of the stream
    if (parser.checkEvent(Event.ID.StreamEnd)) {
      return null;
    }
    parser.getEvent(); // start of the document
    YamlNode root = node(parser.getEvent(), 1);
    parser.getEvent(); // end of the document
    if (!parser.checkEvent(Event.ID.StreamEnd)) {
      Event second = parser.getEvent();
      problem(second, "a second document begins; a configuration is one document");
    }
    return root;
  }

  private YamlNode node(Event event, int depth) {
    if (++nodes > MAX_NODES) {
      throw giveUp(event, "too many values: " + MAX_NODES + " are allowed");
    }
    if (depth > MAX_DEPTH) {
      throw giveUp(event, "nested too deeply: " + MAX_DEPTH + " levels are allowed");
    }
    YamlNode node =
        switch (event) {
          case AliasEvent alias -> aliased(alias);
          case ScalarEvent scalar -> scalar(scalar);
          case SequenceStartEvent start -> sequence(start, depth);
          case MappingStartEvent start -> mapping(start, depth);
          default -> throw new IllegalStateException("no value begins with " + event);
        };
    if (event instanceof NodeEvent named
        && named.getAnchor() != null
        && !(event instanceof AliasEvent)) {
      anchors.put(named.getAnchor(), node);
    }
    return node;
  }

  private YamlNode aliased(AliasEvent alias) {
    YamlNode node = anchors.get(alias.getAnchor());
    if (node == null) {
      throw giveUp(
          alias,
          "*" + alias.getAnchor() + " stands for nothing: no &" + alias.getAnchor() + " above");
    }
    nodes += node.size();
    if (nodes > MAX_NODES) {
      throw giveUp(
          alias, "too many values with aliases written out: " + MAX_NODES + " are allowed");
    }
    return node;
  }

  private YamlNode scalar(ScalarEvent event) {
    refuseTag(event, event.getTag());
    JsonNode value = YamlScalars.resolve(event.getValue(), event.isPlain());
    return new Scalar(span(event), value, event.getValue());
  }

  private YamlNode sequence(SequenceStartEvent start, int depth) {
    refuseTag(start, start.getTag());
    List<YamlNode> items = new ArrayList<>();
    for (Event event = parser.getEvent();
        !event.is(Event.ID.SequenceEnd);
        event = parser.getEvent()) {
      items.add(node(event, depth + 1));
    }
    return new Sequence(span(start), items);
  }

  private YamlNode mapping(MappingStartEvent start, int depth) {
    refuseTag(start, start.getTag());
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (Event event = parser.getEvent();
        !event.is(Event.ID.MappingEnd);
        event = parser.getEvent()) {
      if (!(node(event, depth + 1) instanceof Scalar key)) {
        throw giveUp(event, "a key must be one word");
      }
      YamlNode value = node(parser.getEvent(), depth + 1);
      if (key.raw().equals("<<")) {
        problem(event, "merge keys (<<) are not supported; write the keys out");
        continue;
      }
      // A value left out stands where its key stands: there is nothing else to point at.
      YamlNode located =
          value instanceof Scalar(_, JsonNode json, String raw) && raw.isEmpty() && json.isNull()
              ? new Scalar(key.span(), json, raw)
              : value;
      Entry first = entries.putIfAbsent(key.raw(), new Entry(key.span(), located));
      if (first != null) {
        problem(
            event,
            Printable.quoted(key.raw())
                + " is given twice; first in line "
                + first.key().place().line());
      }
    }
    return new Mapping(span(start), entries);
  }

  private void refuseTag(Event event, @Nullable String tag) {
    if (tag != null) {
      problem(event, "tags (!…) are not allowed");
    }
  }

  private GivenUp giveUp(Event event, String text) {
    problem(event, text);
    return new GivenUp();
  }

  private void problem(Event event, String text) {
    Span span = span(event);
    problems.add(new Mistake(span.place(), span.length(), "", text));
  }

  private static Span span(Event event) {
    Mark start = event.getStartMark();
    Mark end = event.getEndMark();
    int length = end.getLine() == start.getLine() ? end.getColumn() - start.getColumn() : 1;
    return new Span(place(start), Math.max(1, length));
  }

  private static Place place(Mark mark) {
    return new Place(mark.getLine() + 1, mark.getColumn() + 1);
  }
}
