package dev.ferrule.gateway.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.gateway.wording.Suggestion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
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

  private static final String NUMBER = "a number";

  private final JsonNode fields;

  private JsonFields(JsonNode fields) {
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
      JsonNode fields = JsonTree.value(in);
      if (in.nextToken() != null) {
        throw new JsonFault(place(in), "Something follows the object.", "Send one object.");
      }
      return new JsonFields(fields);
    } catch (JsonProcessingException e) {
      throw fault(e);
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
  }

  private static String place(JsonParser in) {
    return place(in.currentTokenLocation());
  }

  /** Empty when the reader does not say where, as for what is too deep. */
  private static String place(@Nullable JsonLocation at) {
    return at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr();
  }

  /** In words of ours where those of the reader name its classes and settings. */
  private static JsonFault fault(JsonProcessingException wrong) {
    String place = place(wrong.getLocation());
    return switch (wrong) {
      case JsonEOFException _ ->
          new JsonFault(place, "The JSON text ends too early.", "Close every {, [ and quote.");
      case StreamConstraintsException _ ->
          new JsonFault(
              place,
              "The JSON text is too deep, or a number or name in it is too long.",
              "At most " + MAX_DEPTH + " levels, 40 digits, names of 256 characters.");
      default ->
          new JsonFault(
              place,
              "This is not valid JSON: " + firstLine(wrong.getOriginalMessage()),
              "Names and texts stand in double quotes, with commas between fields; each name once.");
    };
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }

  /** Whether the field is there. */
  public boolean has(String name) {
    return fields.has(name);
  }

  /**
   * Refuses every field that is not in {@code known}.
   *
   * @throws JsonFault for the first of them, with the name that was probably meant
   */
  public void refuseOthersThan(Collection<String> known) throws JsonFault {
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      String name = field.getKey();
      if (!known.contains(name)) {
        throw new JsonFault(
            "/" + name, "There is no field \"" + name + "\".", Suggestion.of(name, known));
      }
    }
  }

  /** Whether the field is there and a text. */
  boolean isText(String name) {
    return fields.path(name).isTextual();
  }

  /** A text, when the field is there. */
  public Optional<String> text(String name) throws JsonFault {
    return field(name, JsonNode::isTextual, "a text").map(JsonNode::textValue);
  }

  /** True or false, when the field is there. */
  Optional<Boolean> flag(String name) throws JsonFault {
    return field(name, JsonNode::isBoolean, "true or false").map(JsonNode::booleanValue);
  }

  /** A finite number, when the field is there. */
  public OptionalDouble number(String name) throws JsonFault {
    Optional<JsonNode> found = field(name, JsonNode::isNumber, NUMBER);
    if (found.isEmpty()) {
      return OptionalDouble.empty();
    }
    double number = found.get().doubleValue();
    if (!Double.isFinite(number)) {
      throw new JsonFault("/" + name, "\"" + name + "\" is too large a number.", "");
    }
    return OptionalDouble.of(number);
  }

  /** A list of texts, when the field is there. */
  public Optional<List<String>> texts(String name) throws JsonFault {
    Optional<JsonNode> found = field(name, JsonNode::isArray, "a list of texts");
    if (found.isEmpty()) {
      return Optional.empty();
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode item : found.get()) {
      if (!item.isTextual()) {
        throw new JsonFault(
            "/" + name + "/" + texts.size(), "\"" + name + "\" must be a list of texts.", "");
      }
      texts.add(item.textValue());
    }
    return Optional.of(List.copyOf(texts));
  }

  /** A text or a number as JSON text, to be said back as it came, when the field is there. */
  public Optional<String> echo(String name) throws JsonFault {
    return field(name, node -> node.isTextual() || node.isNumber(), "a text or a number")
        .map(
            node ->
                node.isTextual()
                    ? new JsonText().item(node.textValue()).toString()
                    : new JsonText().item(node.doubleValue()).toString());
  }

  /** A field that must be there: turns its absence into a fault. */
  public static JsonFault missing(String name, String what) {
    return new JsonFault("/" + name, "\"" + name + "\" is missing.", "It is " + what + ".");
  }

  private Optional<JsonNode> field(String name, Predicate<JsonNode> type, String what)
      throws JsonFault {
    JsonNode found = fields.path(name);
    if (found.isMissingNode()) {
      return Optional.empty();
    }
    if (!type.test(found)) {
      String hint =
          found.isBoolean() && what.equals(NUMBER)
              ? "Write 1 for true or on, 0 for false or off."
              : "";
      throw new JsonFault("/" + name, "\"" + name + "\" must be " + what + ".", hint);
    }
    return Optional.of(found);
  }
}
