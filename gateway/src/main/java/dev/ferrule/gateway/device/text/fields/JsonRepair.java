package dev.ferrule.gateway.device.text.fields;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * Makes JSON of what is nearly JSON: words where a value should be ({@code nan}, {@code -inf},
 * {@code 007}) become texts, bytes that no JSON holds become question marks. So one bad value costs
 * itself and not the line. Stateless.
 */
final class JsonRepair {

  private JsonRepair() {}

  static byte[] of(byte[] line, int from, int to) {
    boolean utf8 = isUtf8(line, from, to);
    var out = new ByteArrayOutputStream(to - from + 16);
    int i = from;
    while (i < to) {
      byte c = line[i];
      if (c == '"') {
        i = text(line, i, to, utf8, out);
      } else if (isOfWord(c)) {
        i = word(line, i, to, utf8, out);
      } else {
        out.write(c >= 0 && c < ' ' ? ' ' : c);
        i++;
      }
    }
    return out.toByteArray();
  }

  /** Copies a text and returns where it ends. */
  private static int text(byte[] line, int from, int to, boolean utf8, ByteArrayOutputStream out) {
    out.write('"');
    int i = from + 1;
    while (i < to && line[i] != '"') {
      boolean escape = line[i] == '\\' && i + 1 < to;
      out.write(clean(line[i], utf8));
      if (escape) {
        out.write(clean(line[++i], utf8));
      }
      i++;
    }
    if (i < to) {
      out.write('"');
      i++;
    }
    return i;
  }

  /** Quotes a word where it is none of JSON's, and returns where it ends. */
  private static int word(byte[] line, int from, int to, boolean utf8, ByteArrayOutputStream out) {
    int end = from;
    while (end < to && isOfWord(line[end])) {
      end++;
    }
    String word = new String(line, from, end - from, UTF_8);
    boolean known = word.equals("true") || word.equals("false") || word.equals("null");
    if (!known) {
      out.write('"');
    }
    for (int i = from; i < end; i++) {
      out.write(line[i] == '\\' ? '?' : clean(line[i], utf8));
    }
    if (!known) {
      out.write('"');
    }
    return end;
  }

  private static int clean(byte c, boolean utf8) {
    return c < 0 && !utf8 ? '?' : c >= 0 && c < ' ' ? ' ' : c;
  }

  private static boolean isOfWord(byte c) {
    return (c < 0 || c > ' ') && "{}[]:,\"".indexOf(c) < 0;
  }

  private static boolean isUtf8(byte[] line, int from, int to) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(line, from, to - from));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
