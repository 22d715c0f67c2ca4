package dev.ferrule.gateway.wording;

/** Makes values fit to print: cut to a length, control characters written out. */
public final class Printable {

  private static final int MOST = 60;

  private Printable() {}

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
          if (Character.isISOControl(c)) {
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
