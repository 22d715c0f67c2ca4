package dev.ferrule.gateway.device.text.trial;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ferrule.gateway.device.text.fields.FieldFormat;
import dev.ferrule.gateway.device.text.fields.FieldFormat.Spot;
import dev.ferrule.gateway.device.text.fields.NumberType;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds a format that reads most of some frames, and the names of its fields. Stateless.
 *
 * @param format how values are found
 * @param fields their names, in the order of the frame
 */
record FieldsGuess(FieldFormat format, List<String> fields) {

  /** Frames that are looked at. */
  private static final int MOST_FRAMES = 500;

  /** Fields that are proposed. */
  private static final int MOST_FIELDS = 32;

  private static final JsonFactory JSON = new JsonFactory();

  /** The format; one without fields when nothing is found. */
  static FieldsGuess of(List<byte[]> all) {
    List<byte[]> frames = all.subList(0, Math.min(MOST_FRAMES, all.size()));
    if (frames.isEmpty()) {
      return new FieldsGuess(new FieldFormat.Pairs(), List.of());
    }
    long text = frames.stream().filter(FramingGuess::isText).count();
    if (text * 2 < frames.size()) {
      return layout(frames);
    }
    List<String> lines = frames.stream().map(f -> new String(f, ISO_8859_1).strip()).toList();
    FieldsGuess json = json(lines);
    if (!json.fields.isEmpty()) {
      return json;
    }
    FieldsGuess pairs = pairs(lines);
    if (!pairs.fields.isEmpty()) {
      return pairs;
    }
    FieldsGuess columns = ColumnsGuess.of(lines);
    return columns.fields.isEmpty() ? SentenceGuess.of(lines) : columns;
  }

  private static FieldsGuess pairs(List<String> lines) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    int with = 0;
    for (String line : lines) {
      boolean any = false;
      for (String token : line.split("[ ,;\t]", -1)) {
        int equals = token.indexOf('=');
        if (equals > 0 && equals <= 64 && Values.isValue(token.substring(equals + 1))) {
          counts.merge(token.substring(0, equals), 1, Integer::sum);
          any = true;
        }
      }
      with += any ? 1 : 0;
    }
    boolean most = with * 2 >= lines.size();
    return new FieldsGuess(new FieldFormat.Pairs(), most ? first(counts.keySet()) : List.of());
  }

  private static List<String> first(Set<String> names) {
    return names.stream().limit(MOST_FIELDS).toList();
  }

  private static FieldsGuess json(List<String> lines) {
    Set<String> names = new LinkedHashSet<>();
    int with = 0;
    for (String line : lines) {
      Set<String> found = new LinkedHashSet<>();
      if (line.startsWith("{") && leaves(line, found)) {
        names.addAll(found);
        with++;
      }
    }
    return new FieldsGuess(
        new FieldFormat.Json(), with > 0 && with * 2 >= lines.size() ? first(names) : List.of());
  }

  /** Adds the paths of numbers and truth values. */
  private static boolean leaves(String line, Set<String> to) {
    Deque<String> path = new ArrayDeque<>();
    Deque<Integer> index = new ArrayDeque<>();
    try (JsonParser parser = JSON.createParser(line)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        String name = name(parser, path, index);
        switch (token) {
          case START_OBJECT, START_ARRAY -> {
            path.push(path.isEmpty() ? "." : name + ".");
            index.push(token == JsonToken.START_ARRAY ? 0 : -1);
          }
          case END_OBJECT, END_ARRAY -> {
            path.pop();
            index.pop();
          }
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE -> to.add(name);
          default -> {}
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static String name(JsonParser parser, Deque<String> path, Deque<Integer> index)
      throws IOException {
    if (path.isEmpty() || parser.currentToken().isStructEnd()) {
      return "";
    }
    String above = path.peek().equals(".") ? "" : path.peek();
    if (index.peek() >= 0) {
      int at = index.pop();
      index.push(at + 1);
      return above + at;
    }
    return above + parser.currentName();
  }

  /** One field a byte: somebody who knows the data sheet makes the right ones of them. */
  private static FieldsGuess layout(List<byte[]> frames) {
    int shortest = frames.stream().mapToInt(f -> f.length).min().orElse(0);
    Map<String, Spot> spots = new LinkedHashMap<>();
    for (int at = 0; at < Math.min(shortest, MOST_FIELDS); at++) {
      spots.put("byte" + at, new Spot(at, NumberType.UINT8, false, -1));
    }
    return spots.isEmpty()
        ? new FieldsGuess(new FieldFormat.Pairs(), List.of())
        : new FieldsGuess(new FieldFormat.Layout(spots), new ArrayList<>(spots.keySet()));
  }
}
