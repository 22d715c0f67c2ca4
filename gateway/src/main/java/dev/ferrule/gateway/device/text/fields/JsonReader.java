package dev.ferrule.gateway.device.text.fields;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON objects, strictly; else once more after {@link JsonRepair}. What a damaged one says
 * before the damage is not told. Owner: the driver.
 */
final class JsonReader implements FieldReader {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(16).maxNumberLength(64).build())
          .build();

  private final Map<String, Integer> fields = new HashMap<>();
  private final List<Runnable> found = new ArrayList<>();

  JsonReader(List<String> names) {
    for (String name : names) {
      fields.put(name, fields.size());
    }
  }

  @Override
  public Misfit read(byte[] frame, int from, int to, boolean cut, FieldSink sink) {
    if (cut) {
      return Misfit.NO_FIELD;
    }
    int start = from;
    while (start < to && frame[start] == ' ') {
      start++;
    }
    if (start == to || frame[start] != '{') {
      return isTail(frame, start, to) ? Misfit.NOT_JSON : Misfit.OTHER_LINE;
    }
    if (!isRead(frame, start, to, sink)) {
      byte[] repaired = JsonRepair.of(frame, start, to);
      if (!isRead(repaired, 0, repaired.length, sink)) {
        return Misfit.NOT_JSON;
      }
    }
    found.forEach(Runnable::run);
    return found.isEmpty() ? Misfit.NO_FIELD : Misfit.NONE;
  }

  /** Whether an object ends here that does not begin here. */
  private static boolean isTail(byte[] frame, int from, int to) {
    boolean begins = false;
    for (int i = from; i < to; i++) {
      begins |= frame[i] == '{';
    }
    return to > from && frame[to - 1] == '}' && !begins;
  }

  private boolean isRead(byte[] text, int from, int to, FieldSink sink) {
    found.clear();
    try (JsonParser parser = JSON.createParser(text, from, to - from)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      object(parser, "", sink);
      return parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }

  private void object(JsonParser parser, String path, FieldSink sink) throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = path + parser.currentName();
      parser.nextToken();
      value(parser, name, sink);
    }
  }

  private void array(JsonParser parser, String path, FieldSink sink) throws IOException {
    int index = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      value(parser, path + index, sink);
      index++;
    }
  }

  private void value(JsonParser parser, String path, FieldSink sink) throws IOException {
    switch (parser.currentToken()) {
      case START_OBJECT -> object(parser, path + ".", sink);
      case START_ARRAY -> array(parser, path + ".", sink);
      case VALUE_TRUE, VALUE_FALSE -> number(path, parser.getBooleanValue() ? 1 : 0, sink);
      case VALUE_NULL -> number(path, Double.NaN, sink);
      default -> text(path, parser.getText().getBytes(UTF_8), sink);
    }
  }

  private void number(String path, double value, FieldSink sink) {
    Integer field = fields.get(path);
    if (field != null) {
      found.add(() -> sink.number(field, value));
    }
  }

  private void text(String path, byte[] value, FieldSink sink) {
    Integer field = fields.get(path);
    if (field != null) {
      found.add(() -> sink.text(field, value, 0, value.length));
    }
  }
}
