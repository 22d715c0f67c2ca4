package dev.ferrule.gateway.device.text.trial;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ferrule.gateway.device.text.fields.FieldFormat;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds JSON objects and the paths of numbers and truth values in them. Stateless. */
final class JsonGuess {

  private static final JsonFactory JSON = new JsonFactory();

  private JsonGuess() {}

  static FieldsGuess of(List<byte[]> frames) {
    Set<String> names = new LinkedHashSet<>();
    for (byte[] frame : frames) {
      Set<String> found = new LinkedHashSet<>();
      if (leaves(frame, found)) {
        names.addAll(found);
      }
    }
    Set<String> declarable = new LinkedHashSet<>(names);
    declarable.removeIf(name -> !Values.isDeclarable(name));
    names.removeAll(declarable);
    List<String> notes =
        names.isEmpty()
            ? List.of()
            : List.of(
                "\""
                    + Values.printable(names.iterator().next())
                    + "\" and the like cannot be the name of a field: a blank, or one of , ; =");
    return new FieldsGuess(new FieldFormat.Json(), FieldsGuess.first(declarable), List.of(), notes);
  }

  /** Adds the paths of numbers, of texts that are numbers, and of truth values. */
  private static boolean leaves(byte[] frame, Set<String> to) {
    Deque<String> path = new ArrayDeque<>();
    Deque<Integer> index = new ArrayDeque<>();
    try (JsonParser parser = JSON.createParser(frame)) {
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
          case VALUE_STRING -> {
            if (Values.isNumber(parser.getText())) {
              to.add(name);
            }
          }
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
      if (parser.currentToken() == JsonToken.FIELD_NAME) {
        return above;
      }
      int at = index.pop();
      index.push(at + 1);
      return above + at;
    }
    return above + parser.currentName();
  }
}
