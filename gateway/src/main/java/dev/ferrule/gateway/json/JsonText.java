package dev.ferrule.gateway.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.ferrule.gateway.wording.Numbers;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON text, field by field, in the order of the calls: Jackson's generator, with the
 * numbers and escapes of the wire. A call that would not make JSON is refused.
 *
 * <p>Owner: whoever made it.
 */
public final class JsonText {

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .characterEscapes(new ControlsAsNumbers())
          .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
          .build();

  /** Half a character, which UTF-8 has no bytes for; two that belong together are no match. */
  private static final Pattern HALF = Pattern.compile("[\\ud800-\\udfff]");

  private static final HexFormat HEX = HexFormat.of();

  private final StringWriter text = new StringWriter(256);
  private final JsonGenerator out;

  /** A text that is still empty. */
  public JsonText() {
    try {
      out = FACTORY.createGenerator(text);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /** Opens an object, as the whole text or as an item of a list. */
  public JsonText object() {
    return write(JsonGenerator::writeStartObject);
  }

  /** Opens an object as a field. */
  public JsonText object(String name) {
    return write(json -> json.writeObjectFieldStart(name));
  }

  /** Opens a list, as the whole text or as an item of a list. */
  public JsonText list() {
    return write(JsonGenerator::writeStartArray);
  }

  /** Opens a list as a field. */
  public JsonText list(String name) {
    return write(json -> json.writeArrayFieldStart(name));
  }

  /** Closes the innermost object. */
  public JsonText endObject() {
    return write(JsonGenerator::writeEndObject);
  }

  /** Closes the innermost list. */
  public JsonText endList() {
    return write(JsonGenerator::writeEndArray);
  }

  /** A field that is a text. */
  public JsonText field(String name, String value) {
    return write(json -> json.writeStringField(name, value));
  }

  /** A field that is a whole number. */
  public JsonText field(String name, long value) {
    return write(json -> json.writeNumberField(name, value));
  }

  /**
   * A field that is a number: whole ones without a point, and null for what is no finite number.
   */
  public JsonText field(String name, double value) {
    return write(json -> json.writeFieldName(name)).item(value);
  }

  /** A field that is true or false. */
  public JsonText field(String name, boolean value) {
    return write(json -> json.writeBooleanField(name, value));
  }

  /** A text as an item of a list. */
  public JsonText item(String value) {
    return write(json -> json.writeString(value));
  }

  /** A whole number as an item of a list. */
  public JsonText item(long value) {
    return write(json -> json.writeNumber(value));
  }

  /** A number as an item of a list. */
  JsonText item(double value) {
    return Double.isFinite(value)
        ? write(json -> json.writeNumber(Numbers.plain(value)))
        : write(JsonGenerator::writeNull);
  }

  /** A field whose value is JSON text already. */
  public JsonText fieldRaw(String name, String value) {
    return write(json -> json.writeFieldName(name)).write(json -> json.writeRawValue(value));
  }

  /** The text so far. */
  @Override
  public String toString() {
    write(JsonGenerator::flush);
    String json = text.toString();
    return hasSurrogate(json)
        ? HALF.matcher(json).replaceAll(half -> "\\\\u" + HEX.toHexDigits(half.group().charAt(0)))
        : json;
  }

  /** Seldom: then the text is looked at for halves without their other half. */
  private static boolean hasSurrogate(String json) {
    for (int i = 0; i < json.length(); i++) {
      if (Character.isSurrogate(json.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private JsonText write(Step step) {
    try {
      step.on(out);
      return this;
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /** Memory takes everything, so the calls were in a wrong order. */
  private static IllegalStateException broken(IOException e) {
    return new IllegalStateException("this would not be JSON", e);
  }

  private interface Step {
    void on(JsonGenerator json) throws IOException;
  }

  /** Every control character as its number, DEL too; Jackson would write short forms. */
  private static final class ControlsAsNumbers extends CharacterEscapes {

    private static final long serialVersionUID = 1;

    private final int[] codes = standardAsciiEscapesForJSON();

    ControlsAsNumbers() {
      Arrays.fill(codes, 0, ' ', ESCAPE_STANDARD);
      codes['\u007f'] = ESCAPE_STANDARD;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return codes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int c) {
      return null;
    }
  }
}
