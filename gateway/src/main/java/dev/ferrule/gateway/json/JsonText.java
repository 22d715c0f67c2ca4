package dev.ferrule.gateway.json;

import java.util.HexFormat;

/**
 * Writes one JSON text, field by field, in the order of the calls. Commas are set by itself; that
 * objects and lists are closed is the caller's part.
 *
 * <p>Owner: whoever made it.
 */
public final class JsonText {

  private static final long EXACT = 1L << 53;
  private static final HexFormat HEX = HexFormat.of();

  private final StringBuilder out = new StringBuilder(256);
  private boolean comma;

  /** Opens an object, as the whole text or as an item of a list. */
  public JsonText object() {
    return open('{');
  }

  /** Opens an object as a field. */
  public JsonText object(String name) {
    return name(name).open('{');
  }

  /** Opens a list, as the whole text or as an item of a list. */
  public JsonText list() {
    return open('[');
  }

  /** Opens a list as a field. */
  public JsonText list(String name) {
    return name(name).open('[');
  }

  /** Closes the innermost object. */
  public JsonText endObject() {
    return close('}');
  }

  /** Closes the innermost list. */
  public JsonText endList() {
    return close(']');
  }

  /** A field that is a text. */
  public JsonText field(String name, String value) {
    return name(name).item(value);
  }

  /** A field that is a whole number. */
  public JsonText field(String name, long value) {
    return name(name).item(value);
  }

  /**
   * A field that is a number: whole ones without a point, and null for what is no finite number.
   */
  public JsonText field(String name, double value) {
    return name(name).item(value);
  }

  /** A field that is true or false. */
  public JsonText field(String name, boolean value) {
    name(name).separate();
    out.append(value);
    return this;
  }

  /** A text as an item of a list. */
  public JsonText item(String value) {
    separate();
    quote(value);
    return this;
  }

  /** A whole number as an item of a list. */
  public JsonText item(long value) {
    separate();
    out.append(value);
    return this;
  }

  /** A number as an item of a list. */
  public JsonText item(double value) {
    separate();
    if (!Double.isFinite(value)) {
      out.append("null");
    } else if (value == Math.rint(value) && Math.abs(value) < EXACT) {
      out.append((long) value);
    } else {
      out.append(value);
    }
    return this;
  }

  /** A field whose value is JSON text already. */
  public JsonText fieldRaw(String name, String json) {
    name(name).separate();
    out.append(json);
    return this;
  }

  /** The text so far. */
  @Override
  public String toString() {
    return out.toString();
  }

  private JsonText name(String name) {
    separate();
    quote(name);
    out.append(':');
    comma = false;
    return this;
  }

  private JsonText open(char bracket) {
    separate();
    out.append(bracket);
    comma = false;
    return this;
  }

  private JsonText close(char bracket) {
    out.append(bracket);
    comma = true;
    return this;
  }

  private void separate() {
    if (comma) {
      out.append(',');
    }
    comma = true;
  }

  private void quote(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || c == '\u007f' || (Character.isSurrogate(c) && !isPair(text, i))) {
        out.append("\\u").append(HEX.toHexDigits(c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  /** Whether the surrogate at {@code i} has its other half beside it. */
  private static boolean isPair(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }
}
