package dev.ferrule.gateway.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.ferrule.gateway.wording.Suggestion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object that came from outside. Its fields are asked for by name and type; what has
 * another type is a fault that names the place.
 */
public final class JsonFields {

  /** Objects and lists may stand in each other this deep. */
  public static final int MAX_DEPTH = 8;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(40)
                  .maxNameLength(256)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  /** The value {@code null}, which no field here may have. */
  private enum Null {
    NULL
  }

  private final Map<String, Object> fields;

  private JsonFields(Map<String, Object> fields) {
    this.fields = fields;
  }

  /**
   * Reads exactly one object.
   *
   * @throws JsonFault when {@code text} is anything else, is too deep, or names a field twice
   */
  public static JsonFields parse(String text) throws JsonFault {
    try (JsonParser in = FACTORY.createParser(text)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new JsonFault("", "This is not a JSON object.", "Send one object: {…}.");
      }
      Map<String, Object> fields = object(in);
      if (in.nextToken() != null) {
        throw new JsonFault(place(in), "Something follows the object.", "Send one object.");
      }
      return new JsonFields(fields);
    } catch (JsonProcessingException e) {
      throw new JsonFault(
          place(e.getLocation()),
          "This is not valid JSON: " + firstLine(e.getOriginalMessage()),
          "");
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
  }

  private static Map<String, Object> object(JsonParser in) throws IOException, JsonFault {
    Map<String, Object> fields = new LinkedHashMap<>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      fields.put(name, value(in));
    }
    return fields;
  }

  private static Object value(JsonParser in) throws IOException, JsonFault {
    return switch (in.currentToken()) {
      case START_OBJECT -> object(in);
      case START_ARRAY -> {
        List<Object> items = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(in));
        }
        yield items;
      }
      case VALUE_STRING -> in.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> in.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> Null.NULL;
      default -> throw new JsonFault(place(in), "This is not valid JSON.", "");
    };
  }

  private static String place(JsonParser in) {
    return place(in.currentTokenLocation());
  }

  /** Empty when the reader does not say where, as for what is too deep. */
  private static String place(@Nullable JsonLocation at) {
    return at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr();
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }

  /** Whether the field is there. */
  public boolean has(String name) {
    return fields.containsKey(name);
  }

  /**
   * Refuses every field that is not in {@code known}.
   *
   * @throws JsonFault for the first of them, with the name that was probably meant
   */
  public void refuseOthersThan(Collection<String> known) throws JsonFault {
    for (String name : fields.keySet()) {
      if (!known.contains(name)) {
        throw new JsonFault(
            "/" + name, "There is no field \"" + name + "\".", Suggestion.of(name, known));
      }
    }
  }

  /** Whether the field is there and a text. */
  public boolean isText(String name) {
    return fields.get(name) instanceof String;
  }

  /** A text, when the field is there. */
  public Optional<String> text(String name) throws JsonFault {
    return field(name, String.class, "a text");
  }

  /** True or false, when the field is there. */
  public Optional<Boolean> flag(String name) throws JsonFault {
    return field(name, Boolean.class, "true or false");
  }

  /** A finite number, when the field is there. */
  public OptionalDouble number(String name) throws JsonFault {
    Optional<Double> found = field(name, Double.class, "a number");
    if (found.isEmpty()) {
      return OptionalDouble.empty();
    }
    if (!Double.isFinite(found.get())) {
      throw new JsonFault("/" + name, "\"" + name + "\" is too large a number.", "");
    }
    return OptionalDouble.of(found.get());
  }

  /** A list of texts, when the field is there. */
  public Optional<List<String>> texts(String name) throws JsonFault {
    Optional<List<?>> found =
        field(name, List.class, "a list of texts").map(list -> (List<?>) list);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    List<String> texts = new ArrayList<>();
    for (Object item : found.get()) {
      if (!(item instanceof String text)) {
        throw new JsonFault(
            "/" + name + "/" + texts.size(), "\"" + name + "\" must be a list of texts.", "");
      }
      texts.add(text);
    }
    return Optional.of(List.copyOf(texts));
  }

  /** A text or a number as JSON text, to be said back as it came, when the field is there. */
  public Optional<String> echo(String name) throws JsonFault {
    Object found = fields.get(name);
    if (found == null) {
      return Optional.empty();
    }
    return switch (found) {
      case String text -> Optional.of(new JsonText().item(text).toString());
      case Double number -> Optional.of(new JsonText().item(number.doubleValue()).toString());
      default ->
          throw new JsonFault("/" + name, "\"" + name + "\" must be a text or a number.", "");
    };
  }

  /** A field that must be there: turns its absence into a fault. */
  public static JsonFault missing(String name, String what) {
    return new JsonFault("/" + name, "\"" + name + "\" is missing.", "It is " + what + ".");
  }

  private <T> Optional<T> field(String name, Class<T> type, String what) throws JsonFault {
    Object found = fields.get(name);
    if (found == null) {
      return Optional.empty();
    }
    if (!type.isInstance(found)) {
      throw new JsonFault("/" + name, "\"" + name + "\" must be " + what + ".", "");
    }
    return Optional.of(type.cast(found));
  }
}
