package dev.ferrule.gateway.wording;

/** Makes values fit to print: cut to a length, control characters written out. */
public final class Printable {

  private static final int MOST = 60;

  private Printable() {}

  /**
   * Whether a character makes text look other than it is: those that change its direction (UAX 9,
   * explicit directional formatting) and those that end a line or a paragraph.
   */
  public static boolean misleads(char c) {
    return switch (c) {
      case '\u061c', '\u200e', '\u200f', '\u2028', '\u2029' -> true;
      default -> (c >= '\u202a' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069');
    };
  }

  /** The text with characters that {@linkplain #misleads mislead} written out. */
  public static String upright(String text) {
    if (text.chars().noneMatch(c -> misleads((char) c))) {
      return text;
    }
    var out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (misleads(c)) {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /** The text in double quotes. */
  public static String quoted(String text) {
    return '"' + plain(text) + '"';
  }

  /** The text without quotes. */
  public static String plain(String text) {
    var out = new StringBuilder();
    for (int i = 0; i < text.length() && out.length() < MOST; i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (Character.isISOControl(c) || misleads(c)) {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.length() >= MOST ? out + "…" : out.toString();
  }
}
